/** Streams, servers, transports, TLS, DNS, processes and files on asyncio's event loop. */
@org.jspecify.annotations.NullMarked
module asyncio.net {
  requires transitive asyncio.core;
  requires static transitive org.jspecify;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires io.netty.transport.classes.epoll;
  requires io.netty.transport.unix.common;
  requires static io.netty.transport.classes.io_uring; // only who asks for io_uring brings it along

  exports asyncio.net;
}
