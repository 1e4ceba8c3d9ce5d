package asyncio.tools;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
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
 * Compiles a program in memory, with the class path of this JVM.
 *
 * <p>Like {@code java FILE.java} (JEP 458), it finds other classes of the program in their own
 * source files: below the folder that the file's package starts in.
 */
final class SourceCompiler {
  private SourceCompiler() {}

  static Program compile(Path file) throws CommandFailure {
    var javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new CommandFailure(CommandFailure.FAILED, "run: this needs a JDK, with its compiler");
    }
    var messages = new StringWriter();
    try (var files = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        var classes = new ClassesInMemory(files)) {
      var sources = files.getJavaFileObjects(file);
      var task = (JavacTask) javac.getTask(messages, classes, null, options(), null, sources);
      var header = new Header(file, files);
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

  private static List<String> options() {
    return List.of(
        "-proc:none",
        "-g",
        // A class file beside the program must not stand in for part of it.
        "-Xprefer:source",
        "-implicit:class",
        "-classpath",
        System.getProperty("java.class.path"));
  }

  /**
   * Reads off the parsed program what its first lines say: where its sources are, what to start.
   */
  private static final class Header implements TaskListener {
    private final Path file;
    private final StandardJavaFileManager files;

    private boolean read;
    private @Nullable String mainClass;

    Header(Path file, StandardJavaFileManager files) {
      this.file = file;
      this.files = files;
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
        files.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(sourceRoot(prefix)));
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
