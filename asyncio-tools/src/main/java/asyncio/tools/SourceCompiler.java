package asyncio.tools;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a program in memory.
 *
 * <p>Like {@code java FILE.java} (JEP 458), it finds other classes of the program in their own
 * source files: below the folder that the file's package starts in.
 */
final class SourceCompiler {
  private SourceCompiler() {}

  /**
   * Compiles a source file.
   *
   * @param inputs is told what was compiled and what it was found among
   * @throws CommandFailure if it does not compile; standard error says why
   */
  static Program compile(Path file, String classPath, Inputs inputs) throws CommandFailure {
    var javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new CommandFailure(CommandFailure.FAILED, "run: this needs a JDK, with its compiler");
    }
    inputs.add(file);
    for (String element : classPath.split(File.pathSeparator, -1)) {
      inputs.add(Path.of(element));
    }
    var messages = new StringWriter();
    try (var files = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        var classes = new ClassesInMemory(new WatchedFiles(files, inputs))) {
      var sources = files.getJavaFileObjects(file);
      var options = options(classPath);
      var task = (JavacTask) javac.getTask(messages, classes, null, options, null, sources);
      // More than its elements: a jar may name others.
      files.getLocationAsPaths(StandardLocation.CLASS_PATH).forEach(inputs::add);
      var header = new Header(file, files, inputs);
      task.addTaskListener(header);
      if (!task.call()) {
        // Only now: a program that compiles shows what it prints itself, and no notes of javac's.
        System.err.print(messages);
        throw new CommandFailure(CommandFailure.FAILED, "run: " + file + " does not compile");
      }
      if (header.mainClass == null) {
        throw new CommandFailure(CommandFailure.FAILED, "run: " + file + " declares no class");
      }
      return new Program(header.mainClass, classes.bytes());
    } catch (IOException e) {
      throw new CommandFailure(CommandFailure.FAILED, "run: " + file + ": " + e);
    }
  }

  private static List<String> options(String classPath) {
    return List.of(
        "-proc:none",
        "-g",
        // A class file beside the program must not stand in for part of it.
        "-Xprefer:source",
        "-implicit:class",
        "-classpath",
        classPath);
  }

  /**
   * Reads off the parsed program what its first lines say: where its sources are, what to start.
   */
  private static final class Header implements TaskListener {
    private final Path file;
    private final StandardJavaFileManager files;
    private final Inputs inputs;

    private boolean read;
    private @Nullable String mainClass;

    Header(Path file, StandardJavaFileManager files, Inputs inputs) {
      this.file = file;
      this.files = files;
      this.inputs = inputs;
    }

    @Override
    public void started(TaskEvent event) {
      if (event.getKind() == TaskEvent.Kind.PARSE) {
        inputs.add(Path.of(event.getSourceFile().toUri()));
      }
    }

    @Override
    public void finished(TaskEvent event) {
      // The first file parsed is the program; those that follow are what it refers to.
      if (event.getKind() != TaskEvent.Kind.PARSE || read) {
        return;
      }
      read = true;
      CompilationUnitTree unit = event.getCompilationUnit();
      Tree packageName = unit.getPackageName();
      String prefix = packageName == null ? "" : packageName + ".";
      for (Tree type : unit.getTypeDecls()) {
        if (type instanceof ClassTree first) {
          mainClass = prefix + first.getSimpleName();
          break;
        }
      }
      try {
        Path root = sourceRoot(prefix);
        // Whatever javac looks for: a module-info.java that appears there would count.
        inputs.add(root);
        files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(root));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The folder that the package's folders are in; the file's own if they are named otherwise. */
    private Path sourceRoot(String prefix) {
      Path folder = file.toAbsolutePath().normalize().resolveSibling("");
      Path packageFolder = Path.of(prefix.replace('.', '/'));
      return folder.endsWith(packageFolder)
          ? folder.resolve(packageFolder.relativize(Path.of(""))).normalize()
          : folder;
    }
  }
}
