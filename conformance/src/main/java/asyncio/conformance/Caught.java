package asyncio.conformance;

import asyncio.CancelledError;
import asyncio.ExceptionGroup;
import asyncio.TimeoutException;
import java.util.Locale;

/** The kinds of error that a {@code try} can name. */
enum Caught {
  APP {
    @Override
    boolean includes(Throwable error) {
      return error instanceof AppException;
    }
  },

  TIMEOUT {
    @Override
    boolean includes(Throwable error) {
      return error instanceof TimeoutException;
    }
  },

  CANCEL {
    @Override
    boolean includes(Throwable error) {
      return error instanceof CancelledError;
    }
  },

  GROUP {
    @Override
    boolean includes(Throwable error) {
      return error instanceof ExceptionGroup;
    }
  },

  /** Any but a cancellation. */
  ERROR {
    @Override
    boolean includes(Throwable error) {
      return error instanceof Exception;
    }
  },

  ANY {
    @Override
    boolean includes(Throwable error) {
      return true;
    }
  };

  abstract boolean includes(Throwable error);

  static Caught named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
