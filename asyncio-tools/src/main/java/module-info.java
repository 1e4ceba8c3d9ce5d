/** The {@code asyncio} command. */
@org.jspecify.annotations.NullMarked
module asyncio.tools {
  requires asyncio.core;
  requires jdk.compiler;
  requires static org.jspecify;

  exports asyncio.tools;
}
