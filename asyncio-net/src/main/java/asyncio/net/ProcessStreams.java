package asyncio.net;

import asyncio.EventLoop;

/**
 * What is between a process and the streams of its pipes. Each stream is its pipe's own protocol;
 * of the process itself {@link SubprocessConnection#exited} tells.
 */
final class ProcessStreams implements SubprocessProtocol {

  private final StreamProtocol[] pipes = new StreamProtocol[3];

  ProcessStreams(EventLoop loop, int limit) {
    for (int fd = 0; fd < pipes.length; fd++) {
      pipes[fd] = new StreamProtocol(loop, new StreamReader(loop, limit), null);
    }
  }

  StreamProtocol pipe(int fd) {
    return pipes[fd];
  }
}
