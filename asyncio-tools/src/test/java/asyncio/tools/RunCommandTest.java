package asyncio.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code asyncio run}: programs that run, and how they end. */
final class RunCommandTest {
  @TempDir Path folder;

  @Test
  void runsACompactSourceFileWithItsArguments() throws Exception {
    file(
        "Greet.java",
        """
        void main(String[] names) {
          IO.println(names.length + " " + String.join(",", names));
        }
        """);

    var run = Command.asyncio(folder, "run", "Greet.java", "Ann", "--help", "a b");

    assertThat(run).isEqualTo(new Command(0, "3 Ann,--help,a b\n", ""));
  }

  @Test
  void runsMainOfEveryFormThatJavaRuns() throws Exception {
    file("A.java", "class A { static void main() { IO.println(\"static\"); } }");
    file("B.java", "class B { protected void main(String[] a) { IO.println(\"instance\"); } }");
    file(
        "C.java",
        """
        public class C {
          public static void main(String[] args) { IO.println("with arguments"); }
          public static void main() { IO.println("without"); }
        }
        """);
    file(
        "D.java",
        """
        class D extends Base {}
        class Base { void main() { IO.println("inherited by " + getClass().getName()); } }
        """);
    file("E.java", "package some.where; record E() { void main() { IO.println(this); } }");

    assertThat(Command.asyncio(folder, "run", "A.java").out()).isEqualTo("static\n");
    assertThat(Command.asyncio(folder, "run", "B.java").out()).isEqualTo("instance\n");
    assertThat(Command.asyncio(folder, "run", "C.java").out()).isEqualTo("with arguments\n");
    assertThat(Command.asyncio(folder, "run", "D.java").out()).isEqualTo("inherited by D\n");
    assertThat(Command.asyncio(folder, "run", "E.java").out()).isEqualTo("E[]\n");
  }

  @Test
  void runsMainOnTheMainThreadWithTheProgramsOwnClassLoader() throws Exception {
    file(
        "Where.java",
        """
        void main() throws Exception {
          Thread thread = Thread.currentThread();
          IO.println(thread.getName());
          IO.println(thread.getContextClassLoader().loadClass("Where") == getClass());
        }
        """);

    assertThat(Command.asyncio(folder, "run", "Where.java").out()).isEqualTo("main\ntrue\n");
  }

  @Test
  void findsOtherClassesOfTheProgramInTheirOwnFiles() throws Exception {
    file("Friend.java", "class Friend { static final String NAME = Helper.name(); }");
    file("Helper.java", "class Helper { static String name() { return \"friend\"; } }");
    file("Alone.java", "void main() { IO.println(Friend.NAME); }");
    file("Broken.java", "this one nobody refers to");

    assertThat(Command.asyncio(folder, "run", "Alone.java"))
        .isEqualTo(new Command(0, "friend\n", ""));
  }

  @Test
  void findsOtherPackagesOfTheProgramBelowItsSourceRoot() throws Exception {
    file("app/Start.java", "package app; class Start { void main() { lib.Tool.use(); } }");
    file("lib/Tool.java", "package lib; public class Tool { public static void use() {} }");

    assertThat(Command.asyncio(folder.resolve("lib"), "run", "../app/Start.java"))
        .isEqualTo(new Command(0, "", ""));
  }

  @Test
  void aProgramThatCompilesWithWarningsShowsOnlyItsOwnOutput() throws Exception {
    file("Raw.java", "void main() { java.util.List l = new java.util.ArrayList(); l.add(1); }");

    assertThat(Command.asyncio(folder, "run", "Raw.java")).isEqualTo(new Command(0, "", ""));
  }

  @Test
  void theProgramsExitStatusIsTheCommands() throws Exception {
    file("Seven.java", "void main() { System.exit(7); }");

    assertThat(Command.asyncio(folder, "run", "Seven.java")).isEqualTo(new Command(7, "", ""));
  }

  @Test
  void threadsThatMainLeftBehindFinish() throws Exception {
    file(
        "Leaves.java",
        """
        void main() {
          Thread main = Thread.currentThread();
          new Thread(() -> {
            try { main.join(); } catch (InterruptedException e) { System.exit(9); }
            IO.println("finished");
          }).start();
        }
        """);

    assertThat(Command.asyncio(folder, "run", "Leaves.java"))
        .isEqualTo(new Command(0, "finished\n", ""));
  }

  @Test
  void anUncaughtExceptionIsReportedAsJavaReportsItWithoutFramesOfTheLauncher() throws Exception {
    file(
        "Thrower.java",
        """
        void main() {
          try {
            fail();
          } catch (IllegalStateException e) {
            throw new RuntimeException("outer", e);
          }
        }

        void fail() {
          throw new IllegalStateException("inner");
        }
        """);

    assertThat(Command.asyncio(folder, "run", "Thrower.java"))
        .isEqualTo(
            new Command(
                1,
                "",
                """
                Exception in thread "main" java.lang.RuntimeException: outer
                \tat Thrower.main(Thrower.java:5)
                Caused by: java.lang.IllegalStateException: inner
                \tat Thrower.fail(Thrower.java:10)
                \tat Thrower.main(Thrower.java:3)
                """));
  }

  @Test
  void anExceptionInAStaticInitialiserIsReportedTheSameWay() throws Exception {
    file(
        "Init.java",
        """
        class Init {
          static final int X = Integer.parseInt("x");
          static void main() {}
        }
        """);

    var run = Command.asyncio(folder, "run", "Init.java");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("Exception in thread \"main\" java.lang.ExceptionInInitializerError\n")
        .contains("\tat Init.<clinit>(Init.java:2)\n")
        .doesNotContain("asyncio.tools");
  }

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
