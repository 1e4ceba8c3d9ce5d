package asyncio.net;

import static asyncio.Asyncio.*;
import static asyncio.net.SubprocessRedirect.PIPE;
import static asyncio.net.Subprocesses.createSubprocessExec;
import static asyncio.net.Subprocesses.createSubprocessShell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessSignalsTest {

  private static Process cat() {
    return await(createSubprocessExec(List.of("cat"), new SubprocessOptions().stdin(PIPE)));
  }

  @Test
  void killEndsAProcessBySignal9() {
    run(() -> {
      Process process = cat();
      process.kill();
      assertThat(await(process.whenExited())).isEqualTo(-9);
      assertThat(process.returncode()).isEqualTo(-9);
    });
  }

  @Test
  void terminateEndsAProcessBySignal15() {
    run(() -> {
      Process process = cat();
      process.terminate();
      assertThat(await(process.whenExited())).isEqualTo(-15);
    });
  }

  @Test
  void anySignalCanBeSentByItsName() {
    run(() -> {
      Process process = cat();
      process.sendSignal("SIGHUP");
      assertThat(await(process.whenExited())).isEqualTo(-1);
      process = cat();
      process.sendSignal("INT");
      assertThat(await(process.whenExited())).isEqualTo(-2);
    });
  }

  @Test
  void aShellsExitCodeIsLeftAsItIs() {
    run(() -> {
      Process process = await(createSubprocessShell("sh -c 'kill -9 $$'; exit $?"));
      assertThat(await(process.whenExited())).isEqualTo(137);
    });
  }

  @Test
  void anExitCodeThatIsNoSignalsIsLeftAsItIs() {
    run(() -> {
      Process process = await(createSubprocessExec("sh", "-c", "exit 255"));
      assertThat(await(process.whenExited())).isEqualTo(255);
    });
  }

  @Test
  void signalsArriveInOrder() {
    run(() -> {
      Process process =
          await(
              createSubprocessExec(
                  List.of(
                      "sh",
                      "-c",
                      "trap 'echo usr1' USR1; trap 'echo term; exit 3' TERM; echo ready;"
                          + " while read line; do :; done; while :; do sleep 0.01; done"),
                  new SubprocessOptions().stdin(PIPE).stdout(PIPE)));
      assertThat(await(process.stdout().readline())).asString().isEqualTo("ready\n");
      process.stdin().close();
      process.sendSignal("USR1");
      process.terminate();
      assertThat(await(process.stdout().read())).asString().isEqualTo("usr1\nterm\n");
      assertThat(await(process.whenExited())).isEqualTo(3);
    });
  }

  @Test
  void aSignalToAProcessThatHasEndedIsNothing() {
    run(() -> {
      Process process = await(createSubprocessExec("true"));
      await(process.whenExited());
      process.sendSignal("INT");
      process.terminate();
      process.kill();
      process.close();
      assertThat(process.returncode()).isZero();
    });
  }

  @Test
  void aSignalThatThereIsNotIsRefused() {
    run(() -> {
      Process process = cat();
      assertThatThrownBy(() -> process.sendSignal("SIGNOTHING"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("there is no signal SIGNOTHING");
      process.kill();
      await(process.whenExited());
    });
  }
}
