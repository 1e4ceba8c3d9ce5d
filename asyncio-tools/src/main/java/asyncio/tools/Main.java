package asyncio.tools;

import java.util.Arrays;

/** The {@code asyncio} command. */
public final class Main {
  private static final String USAGE =
      """
      usage: asyncio run FILE.java [ARGS...]   compiles the file in memory and runs it
             asyncio --help                    prints this
             asyncio --version                 prints the version

      What was compiled is kept in $XDG_CACHE_HOME/asyncio4j (~/.cache/asyncio4j where that is not
      set), and used until a source, the class path or the JDK changes. The folder may be deleted.
      """;

  private Main() {}

  /**
   * Runs one command. Returns when it is done; exits the JVM with status 2 where the command was
   * used wrongly, and with 1 where the program cannot run.
   *
   * @param args the command and its arguments
   * @throws Throwable what the program that it ran threw: the JVM reports that as it reports any
   *     uncaught exception, and exits with 1
   */
  public static void main(String[] args) throws Throwable {
    try {
      command(args);
    } catch (CommandFailure e) {
      System.err.println("asyncio: " + e.getMessage());
      System.exit(e.status());
    }
  }

  private static void command(String[] args) throws Throwable {
    if (args.length == 0) {
      System.err.print(USAGE);
      System.exit(CommandFailure.MISUSE);
    }
    switch (args[0]) {
      case "run" -> RunCommand.run(Arrays.asList(args).subList(1, args.length));
      case "--help", "-h" -> System.out.print(USAGE);
      case "--version" -> System.out.println("asyncio " + version());
      default ->
          throw new CommandFailure(
              CommandFailure.MISUSE, "no such command: " + args[0] + "; see asyncio --help");
    }
  }

  /** The version in the jar's manifest; classes outside a jar have none. */
  private static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
