import static asyncio.Asyncio.*;
import static asyncio.net.SubprocessRedirect.PIPE;
import static asyncio.net.Subprocesses.createSubprocessExec;

import asyncio.net.Process; // not the JDK's
import asyncio.net.StreamReader;
import asyncio.net.StreamWriter;
import asyncio.net.SubprocessOptions;

// The words of a text and how often each occurs: tr | sort | uniq -c, as three processes. What
// comes out of one goes through this program into the next.
//
//     ./asyncio run examples/ProcessPipeline.java              # of a text of its own
//     ./asyncio run examples/ProcessPipeline.java README.md    # of a file

Process start(String... command) {
  var options = new SubprocessOptions().stdin(PIPE).stdout(PIPE);
  return await(createSubprocessExec(List.of(command), options));
}

// Copies all that comes out of one process into another, and gives the number of bytes.
long copy(StreamReader from, StreamWriter to) {
  long copied = 0;
  byte[] block = await(from.read(64 * 1024));
  while (block.length > 0) {
    to.write(block);
    await(to.drain()); // a process that is slow holds up those before it
    copied += block.length;
    block = await(from.read(64 * 1024));
  }
  to.close(); // the other process comes to the end of its input
  return copied;
}

void countWords(String text) {
  try (Process words = start("tr", "-cs", "[:alpha:]", "[\\n*]");
      Process sort = start("sort");
      Process count = start("uniq", "-c")) {

    // All of it goes on at once, while the end of the line is read.
    words.stdin().write(text.toLowerCase());
    words.stdin().close();
    var copies =
        gather(
            async(() -> copy(words.stdout(), sort.stdin())),
            async(() -> copy(sort.stdout(), count.stdin())));
    for (String line : count.stdout().lines()) {
      IO.println(line.strip());
    }

    IO.println("bytes copied: " + await(copies));
    var ends = gather(words.whenExited(), sort.whenExited(), count.whenExited());
    IO.println("exit codes: " + await(ends));
  }
}

void main(String[] args) throws IOException {
  String text =
      args.length > 0
          ? Files.readString(Path.of(args[0]))
          : "If a dog chews shoes, whose shoes does he choose?";
  run(() -> countWords(text));
}
