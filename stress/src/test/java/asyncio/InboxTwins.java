package asyncio;

import java.util.concurrent.atomic.AtomicReference;

/** The inbox, and copies of it that each do one thing wrong. */
final class InboxTwins {

  private InboxTwins() {}

  /** What an inbox does. */
  interface Box {
    boolean offer(Handle handle);

    void drainTo(ReadyQueue ready);

    void close();

    /** After the close, whether something is left inside. */
    boolean holdsAny();
  }

  static Handle[] handles(int count) {
    Handle[] handles = new Handle[count];
    try (EventLoop loop = EventLoop.create()) {
      for (int i = 0; i < count; i++) {
        handles[i] = loop.callSoon(() -> {});
      }
    }
    return handles;
  }

  static final class Real implements Box {
    private final Inbox inbox = new Inbox();

    @Override
    public boolean offer(Handle handle) {
      return inbox.offer(handle);
    }

    @Override
    public void drainTo(ReadyQueue ready) {
      inbox.drainTo(ready);
    }

    @Override
    public void close() {
      inbox.close();
    }

    @Override
    public boolean holdsAny() {
      ReadyQueue left = new ReadyQueue();
      inbox.drainTo(left);
      return left.size() > 0;
    }
  }

  /** What a twin does wrong. */
  enum Fault {
    /** A flag, asked before, says that it is closed; what is put in after that stays in. */
    CLOSES_LATE,
    /** Puts in by get and set. */
    LOSES_OFFERS,
    /** Takes out by get and set. */
    LOSES_WHILE_DRAINING,
    /** Leaves in what it took out, if more has come meanwhile. */
    DOUBLES,
    /** Does not turn the stack round. */
    REVERSES
  }

  static final class Twin implements Box {
    private final Fault fault;
    private final AtomicReference<Node> newest = new AtomicReference<>();
    private volatile boolean closed;

    Twin(Fault fault) {
      this.fault = fault;
    }

    @Override
    public boolean offer(Handle handle) {
      if (closed) {
        return false;
      }
      if (fault == Fault.LOSES_OFFERS) {
        newest.set(new Node(handle, newest.get()));
        return true;
      }
      Node seen;
      do {
        seen = newest.get();
      } while (!newest.compareAndSet(seen, new Node(handle, seen)));
      return true;
    }

    @Override
    public void drainTo(ReadyQueue ready) {
      Node node = takeAll();
      if (fault != Fault.REVERSES) {
        node = turnRound(node);
      }
      for (; node != null; node = node.next) {
        ready.add(node.handle);
      }
    }

    private Node takeAll() {
      if (fault == Fault.LOSES_WHILE_DRAINING) {
        Node seen = newest.get();
        newest.set(null);
        return seen;
      }
      if (fault == Fault.DOUBLES) {
        Node seen = newest.get();
        newest.compareAndSet(seen, null);
        return seen;
      }
      return newest.getAndSet(null);
    }

    private static Node turnRound(Node node) {
      Node turned = null;
      for (; node != null; node = node.next) {
        turned = new Node(node.handle, turned);
      }
      return turned;
    }

    @Override
    public void close() {
      closed = true;
      newest.set(null);
    }

    @Override
    public boolean holdsAny() {
      return newest.get() != null;
    }
  }

  private record Node(Handle handle, Node next) {}
}
