package asyncio.net;

import static asyncio.Asyncio.*;
import static org.assertj.core.api.Assertions.assertThat;

import asyncio.Asyncio;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that has the module and does no I/O starts nothing of Netty's. */
@Timeout(60)
final class NetDriverLazyTest {

  /** Does no I/O. */
  static final class Program {
    public static void main(String[] args) {
      run(() -> {
        await(gather(sleep(0.001), sleep(0.002)));
        await(toThread(() -> {}));
        var threadsafe = runningLoop().<String>createFuture();
        var loop = runningLoop();
        Thread.ofPlatform()
            .start(() -> loop.callSoonThreadsafe(() -> threadsafe.setResult("done")));
        IO.println(await(threadsafe) + " with " + loop.driver().getClass().getSimpleName());
      });
    }
  }

  private static String whereItIs(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void itRunsEvenWhereThereIsNoNetty() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path =
        Stream.of(Asyncio.class, NetDriver.class, Program.class)
            .map(NetDriverLazyTest::whereItIs)
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    java.lang.Process child =
        new ProcessBuilder(List.of(java, "-cp", path, Program.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output).contains("done with NetDriver");
    assertThat(child.waitFor()).isZero();
  }
}
