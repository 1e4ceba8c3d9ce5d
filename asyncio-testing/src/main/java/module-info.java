/** What tests of asyncio programs need: virtual time, schedules, and JUnit tests that await. */
@org.jspecify.annotations.NullMarked
module asyncio.testing {
  requires transitive asyncio.core;
  requires static transitive org.jspecify;
  requires static transitive org.junit.jupiter.api; // for @AsyncTest alone

  exports asyncio.testing;

  opens asyncio.testing to
      org.junit.platform.commons; // which makes the extensions
}
