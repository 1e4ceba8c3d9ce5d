package asyncio.tools;

import asyncio.KeyboardInterrupt;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code asyncio run FILE.java [ARGS...]}: runs a program from its source, as {@code java} does.
 */
final class RunCommand {
  /** What a shell gives a process that SIGINT ended. */
  private static final int INTERRUPTED = 130;

  private RunCommand() {}

  /**
   * Runs the program on the calling thread. Returns when its main method does: threads that it left
   * keep the JVM alive, as under {@code java}.
   *
   * @throws CommandFailure if there is no such program, or it cannot be started
   * @throws Throwable what the program threw
   */
  static void run(List<String> args) throws Throwable {
    if (args.isEmpty()) {
      throw new CommandFailure(CommandFailure.MISUSE, "run: which file? asyncio run FILE.java");
    }
    Class<?> main = program(sourceFile(args.getFirst())).load();
    try {
      MainMethod.of(main).invoke(args.subList(1, args.size()).toArray(String[]::new));
    } catch (KeyboardInterrupt e) {
      // The terminal has shown ^C: the prompt goes below it, and there is nothing else to say.
      System.err.println();
      System.exit(INTERRUPTED);
    }
  }

  private static Program program(Path file) throws CommandFailure {
    String classPath = System.getProperty("java.class.path");
    var cache = ProgramCache.ofUser(classPath);
    Program program = cache.find(file);
    if (program == null) {
      var inputs = new Inputs();
      program = SourceCompiler.compile(file, classPath, inputs);
      cache.keep(file, inputs, program);
    }
    return program;
  }

  private static Path sourceFile(String name) throws CommandFailure {
    Path file;
    try {
      file = Path.of(name);
    } catch (InvalidPathException e) {
      throw misuse("no such file: " + name);
    }
    if (Files.isDirectory(file)) {
      throw misuse("is a directory, not a source file: " + name);
    }
    if (!Files.exists(file)) {
      throw misuse("no such file: " + name);
    }
    if (!name.endsWith(".java")) {
      throw misuse("not a .java file: " + name);
    }
    if (!Files.isReadable(file)) {
      throw misuse("may not be read: " + name);
    }
    return file;
  }

  private static CommandFailure misuse(String message) {
    return new CommandFailure(CommandFailure.MISUSE, "run: " + message);
  }
}
