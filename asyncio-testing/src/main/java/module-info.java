/** What tests of asyncio programs need: a loop in virtual time. */
@org.jspecify.annotations.NullMarked
module asyncio.testing {
  requires transitive asyncio.core;
  requires static transitive org.jspecify;

  exports asyncio.testing;
}
