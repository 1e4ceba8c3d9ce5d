package asyncio.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An {@link AsyncTest} in virtual time that runs many times, with its fixtures, under another
 * schedule each time: what asyncio leaves open is decided by a seed, as {@link Schedules#random}
 * has it.
 *
 * <p>The first run that fails is the last, and its failure names the seed. Written into {@link
 * #seeds}, or given as {@code -Dasyncio.testing.replay=seed:17}, it runs alone.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(SeededTests.class)
@SuppressWarnings("exports") // the extension is JUnit's business alone
public @interface SeededTest {

  /**
   * How often it runs, with the seeds 1, 2, 3 …
   *
   * @return 1 or more
   */
  int runs() default 100;

  /**
   * Whether the tasks that are ready take their steps in any order, too.
   *
   * @return as {@link Schedules#strict}
   */
  boolean strict() default false;

  /**
   * The seeds to run it with, instead of {@link #runs}.
   *
   * @return none for 1, 2, 3 …
   */
  long[] seeds() default {};

  /**
   * How long the test method, and each fixture, may take, in seconds of real time.
   *
   * @return as {@link AsyncTest#timeout}
   */
  double timeout() default 60;
}
