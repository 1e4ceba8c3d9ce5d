package asyncio;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A class of tests that use {@link Explore}. Lincheck knows no virtual threads, so the loop has to
 * run on a platform thread, and it refuses JDKs that are newer than itself.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = "asyncio.fiber", matches = "direct")
@EnabledForJreRange(maxVersion = 25)
@Timeout(600)
@interface Explored {}
