/** What asyncio does with sockets, pipes and processes, and files: streams, servers, transports. */
@org.jspecify.annotations.NullMarked
package asyncio.net;
