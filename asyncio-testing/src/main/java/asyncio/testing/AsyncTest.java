package asyncio.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JUnit test that runs as a coroutine; mirrors {@code unittest.IsolatedAsyncioTestCase}. On a
 * method it stands in the place of {@link Test @Test}; on a class, all tests of the class are run
 * so: {@code @Test}, {@code @ParameterizedTest}, {@code @RepeatedTest} …
 *
 * {@snippet :
 * @AsyncTest
 * void aMessageArrives() {
 *   var queue = new asyncio.Queue<String>();
 *   createTask(() -> {
 *     await(sleep(3600)); // takes no time
 *     await(queue.put("hello"));
 *   });
 *   assertThat(await(queue.get())).isEqualTo("hello");
 * }
 * }
 *
 * <p>Each test has a loop of its own, in virtual time unless {@link #realTime} says otherwise, and
 * a context of its own. The class's {@code @BeforeEach} and {@code @AfterEach} methods run on that
 * loop and in that context, and may await too: a task that is started in one of them runs on during
 * the test. They run as tasks, on other threads than JUnit's.
 *
 * <p>A test fails too if at its end
 *
 * <ul>
 *   <li>a task has not ended and nobody has cancelled it,
 *   <li>a task, future or callback has failed, and nobody has looked at its exception,
 *   <li>an event loop is open that the test has made,
 * </ul>
 *
 * <p>and the failure says where these were made. The loop is in debug mode for that.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Test
@ExtendWith(AsyncExtension.class)
@SuppressWarnings("exports") // the extension is JUnit's business alone
public @interface AsyncTest {

  /**
   * Whether the loop goes by the clock of the machine, as for tests with sockets and processes.
   *
   * @return false for virtual time
   */
  boolean realTime() default false;

  /**
   * How long the test method, and each fixture, may take, in seconds of real time. Then it fails,
   * with all tasks and where each of them waits, and is cancelled.
   *
   * @return the seconds; 0 or less for no limit
   */
  double timeout() default 60;
}
