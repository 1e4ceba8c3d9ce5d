package asyncio.net;

import static asyncio.Asyncio.async;
import static asyncio.Asyncio.await;
import static asyncio.Asyncio.toThread;

import asyncio.Coroutine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A file whose reads and writes stop at a gate until the test opens that, so that they are under
 * way for as long as it likes.
 */
final class AsyncFileGate extends FileChannel {

  private final FileChannel channel;
  private final Path path;
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean positional;

  private AsyncFileGate(FileChannel channel, Path path) {
    this.channel = channel;
    this.path = path;
  }

  static AsyncFileGate over(Path path, OpenOption... options) throws IOException {
    return new AsyncFileGate(FileChannel.open(path, options), path);
  }

  /** A file that goes through the gate. */
  AsyncFile file() {
    return new AsyncFile(this, path, StandardCharsets.UTF_8, FileThreads.SHARED);
  }

  /** From now on the gate is for positional operations. */
  void gatePositional() {
    positional = true;
  }

  /** Waits until something is at the gate. */
  Coroutine<@Nullable Void> entered() {
    return async(() -> {
      await(toThread(() -> entered.await()));
    });
  }

  void release() {
    gate.countDown();
  }

  private void pass(boolean isPositional) {
    if (isPositional == positional) {
      entered.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new AssertionError("a file's thread was interrupted", e);
      }
    }
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    pass(false);
    return channel.read(target);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    pass(false);
    return channel.write(source);
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    pass(true);
    return channel.read(target, position);
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    pass(true);
    return channel.write(source, position);
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    channel.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    channel.truncate(size);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    channel.force(metaData);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    gate.countDown();
    channel.close();
  }

  // ----- what a file does not use

  @Override
  public long read(ByteBuffer[] targets, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count) {
    throw new UnsupportedOperationException();
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) {
    throw new UnsupportedOperationException();
  }
}
