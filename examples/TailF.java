import static asyncio.Asyncio.*;

import asyncio.net.AsyncFile;
import asyncio.net.AsyncFiles;
import asyncio.net.TempPath;

// Follows a file as it grows, as `tail -f` does: the one that is named, or a log that another task
// writes meanwhile.
//
//     ./asyncio run examples/TailF.java [FILE]

void follow(Path path) throws IOException {
  try (AsyncFile file = await(AsyncFiles.open(path))) {
    await(file.seek(await(file.size()))); // only what comes from now on
    while (true) {
      long begin = await(file.tell());
      byte[] line = await(file.readline());
      if (line.length > 0 && line[line.length - 1] == '\n') {
        IO.print(new String(line));
        continue;
      }
      await(file.seek(begin)); // nothing yet, or a line that is half written
      await(sleep(0.05));
      if (await(file.size()) < begin) {
        IO.println("--- the file was cut ---");
        await(file.seek(0));
      }
    }
  }
}

void writeLog(Path log) throws IOException {
  for (String text : List.of("one\n", "two\nthree\nfo", "ur", " with a late end\n")) {
    await(AsyncFiles.append(log, text));
    await(sleep(0.2));
  }
  await(AsyncFiles.writeString(log, "a new log\n"));
  await(sleep(0.2));
}

void main(String[] arguments) {
  run(() -> {
    if (arguments.length > 0) {
      follow(Path.of(arguments[0])); // until Ctrl-C
      return;
    }
    try (TempPath log = await(AsyncFiles.tempFile())) {
      taskGroup(group -> {
        group.createTask(() -> follow(log.path()));
        await(sleep(0.2));
        writeLog(log.path());
        group.cancel(); // which closes the file
      });
      IO.println("the end");
    }
  });
}
