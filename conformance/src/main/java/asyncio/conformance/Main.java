package asyncio.conformance;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs the programs of a file, and prints the trace that each one leaves, as JSON lines. */
public final class Main {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private Main() {}

  /**
   * Runs the programs of a file.
   *
   * @param args the file: a program in each line
   */
  public static void main(String[] args) {
    if (args.length != 1) {
      System.err.println("usage: run FILE.jsonl");
      System.exit(2);
    }
    boolean failed = false;
    // System.out would take the platform's encoding, and flush each line
    try (BufferedReader programs = Files.newBufferedReader(Path.of(args[0]));
        PrintStream out =
            new PrintStream(
                new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8)) {
      for (String line; (line = programs.readLine()) != null; ) {
        JsonObject outcome = outcome(Program.parse(line));
        out.println(GSON.toJson(outcome));
        failed |= outcome.has("error");
      }
    } catch (IOException e) {
      System.err.println("cannot read " + args[0] + ": " + e);
      System.exit(2);
    }
    if (failed) {
      System.exit(1);
    }
  }

  private static JsonObject outcome(Program program) {
    JsonObject outcome = new JsonObject();
    outcome.addProperty("id", program.id());
    try {
      outcome.add("trace", GSON.toJsonTree(Harness.run(program)));
    } catch (RuntimeException | Error e) { // a mistake in the program, or in the library
      outcome.addProperty("error", e.toString());
    }
    return outcome;
  }
}
