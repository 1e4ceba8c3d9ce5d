/*
 * A load generator for TCP echo servers: one thread, epoll, no libraries. Linux.
 *
 *   cc -O2 -o load load.c
 *   load echo PID HOST PORT CONNECTIONS MESSAGE_BYTES WARMUP_SECONDS MEASURED_SECONDS [PIPELINE]
 *   load connect PID HOST PORT CONNECTIONS MESSAGE_BYTES WARMUP_SECONDS MEASURED_SECONDS
 *
 * `echo` opens all connections first, with one byte echoed by each, and tries for ten seconds while
 * the server starts. Then each sends a message, waits until all of it has come back, compares it, and
 * sends the next; with PIPELINE, so many are on their way at a time. `connect` measures connections
 * instead: each is opened, has one message echoed, sends its end, waits for the server's, and is
 * closed; then the next is opened.
 *
 * PID is the server's process: what it takes is measured, too, in all of its threads.
 *
 * Prints one line for the measured time, of name=value with a space between them:
 *
 *   rate        messages per second, or connections for `connect`
 *   cpu         microseconds of the server's processor time for each of them
 *   load        percent of the time that this process was busy: near 100, it is what is measured
 *   p50 p99     latencies in microseconds, with an error of at most 1.6 %
 *   max         the longest one, exact
 *
 * Exits with 1 if there was any error, such as a connection that the server closed, or a wrong byte,
 * or if nothing was done; and says the first one.
 *
 * Keep it on another core than the server (`taskset -c 1 load …`): what talks to each other is
 * easily put on the same one by the system, and then half of each is measured.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000ull
#define START_SECONDS 10
#define READ_SIZE (256 * 1024)
#define MAX_IOV 64
#define MAX_EVENTS 512

static void fail(const char *what) {
  fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
  exit(2);
}

static void *allocate(size_t count, size_t size) {
  void *memory = calloc(count, size);
  if (memory == NULL) fail("memory");
  return memory;
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

static uint64_t cpu_time(clockid_t process) {
  struct timespec time;
  if (clock_gettime(process, &time) < 0) fail("the server's processor time");
  return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

/* ----- what is measured */

/* Nanoseconds in buckets, 64 for each power of two: none is wider than 1/64 of its values. */
#define SUB_BITS 6
#define SUBS (1u << SUB_BITS)
#define BUCKETS (SUBS * (64 - SUB_BITS + 1))

static struct {
  uint64_t counts[BUCKETS];
  uint64_t done;
  uint64_t max;
  uint64_t errors; /* of the whole run */
  bool on;
} measured;

static unsigned bucket_of(uint64_t value) {
  if (value < SUBS) return (unsigned)value;
  unsigned shift = 63u - (unsigned)__builtin_clzll(value) - SUB_BITS;
  return (shift + 1) * SUBS + (unsigned)((value >> shift) - SUBS);
}

static uint64_t middle_of(unsigned bucket) {
  if (bucket < SUBS) return bucket;
  unsigned shift = bucket / SUBS - 1;
  return ((uint64_t)(SUBS + bucket % SUBS) << shift) + ((1ull << shift) >> 1);
}

static void record(uint64_t nanos) {
  if (!measured.on) return;
  measured.counts[bucket_of(nanos)]++;
  measured.done++;
  if (nanos > measured.max) measured.max = nanos;
}

static double percentile_micros(double part) {
  uint64_t rank = (uint64_t)(part * (double)measured.done), seen = 0;
  for (unsigned i = 0; i < BUCKETS; i++) {
    seen += measured.counts[i];
    if (seen > rank) return (double)middle_of(i) / 1000;
  }
  return 0;
}

/* ----- messages */

/* Each message is a part of this text that depends on its connection and number, so that a byte too
   few, too many or of another message is noticed, and no message has to be made. */
#define STARTS 251u

static unsigned char *text;
static size_t message_bytes;

static void make_text(void) {
  size_t length = message_bytes + STARTS;
  text = allocate(length, 1);
  uint32_t random = 2463534242u;
  for (size_t i = 0; i < length; i++) {
    random ^= random << 13;
    random ^= random >> 17;
    random ^= random << 5;
    text[i] = (unsigned char)(random >> 11);
  }
}

/* ----- connections */

enum state { CLOSED, CONNECTING, OPEN, ENDING };

struct connection {
  int fd;
  enum state state;
  bool wants_write;
  uint32_t seed;
  uint64_t sent;         /* messages that were sent completely */
  uint64_t received;     /* messages that came back completely */
  uint64_t allowed;      /* messages that may be sent by now */
  size_t sent_bytes;     /* of the message after those */
  size_t received_bytes; /* of the message after those */
  uint64_t *starts;      /* when each message under way was begun, by its number */
};

static struct connection *connections;
static unsigned connection_count;
static unsigned pipeline = 1;
static bool connect_mode;
static unsigned open_count;
static int poller;
static struct sockaddr_storage server;
static socklen_t server_length;
static unsigned char *read_buffer;

static const unsigned char *message(const struct connection *c, uint64_t number) {
  return text + (c->seed + number * 13) % STARTS;
}

static void interest(struct connection *c, int operation, bool write) {
  struct epoll_event event = {.events = EPOLLIN | (write ? EPOLLOUT : 0), .data.ptr = c};
  if (epoll_ctl(poller, operation, c->fd, &event) < 0) fail("epoll_ctl");
  c->wants_write = write;
}

static int new_socket(int flags) {
  int fd = socket(server.ss_family, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
  if (fd < 0) fail("socket");
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

static void begin(struct connection *c) {
  c->sent = c->received = 0;
  c->sent_bytes = c->received_bytes = 0;
  c->allowed = connect_mode ? 1 : pipeline;
}

static void shut(struct connection *c) {
  close(c->fd);
  c->state = CLOSED;
  open_count--;
}

static void broken(struct connection *c, const char *why, int error) {
  if (measured.errors++ == 0) {
    fprintf(stderr, "load: first error: %s%s%s\n", why, error ? ": " : "",
            error ? strerror(error) : "");
  }
  shut(c);
}

/* Sends what may be sent, many messages in one call. */
static void send_allowed(struct connection *c, uint64_t at) {
  while (c->sent < c->allowed) {
    struct iovec parts[MAX_IOV];
    int count = 0;
    size_t offset = c->sent_bytes;
    for (uint64_t n = c->sent; n < c->allowed && count < MAX_IOV; n++) {
      if (offset == 0 && !connect_mode) c->starts[n % pipeline] = at;
      parts[count].iov_base = (void *)(message(c, n) + offset);
      parts[count++].iov_len = message_bytes - offset;
      offset = 0;
    }
    struct msghdr header = {.msg_iov = parts, .msg_iovlen = (size_t)count};
    ssize_t written = sendmsg(c->fd, &header, MSG_NOSIGNAL);
    if (written < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) break;
      broken(c, "send", errno);
      return;
    }
    c->sent_bytes += (size_t)written;
    c->sent += c->sent_bytes / message_bytes;
    c->sent_bytes %= message_bytes;
  }
  bool rest = c->sent < c->allowed;
  if (rest != c->wants_write) interest(c, EPOLL_CTL_MOD, rest);
}

/* ----- opening */

/* On loopback each connection comes from another address of 127.0.0.0/8 than the ones before it:
   the ports of a single one would soon all wait for their last packets. */
static void spread(int fd) {
  struct sockaddr_in *to = (struct sockaddr_in *)&server;
  if (server.ss_family != AF_INET || ntohl(to->sin_addr.s_addr) >> 24 != 127) return;
  static uint32_t turn;
  struct sockaddr_in from = {.sin_family = AF_INET};
  from.sin_addr.s_addr = htonl((127u << 24) + 2 + turn++ % 250);
  int on = 1;
  setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  if (bind(fd, (struct sockaddr *)&from, sizeof from) < 0) fail("bind");
}

/* For `connect`: begins to open a connection, without waiting. */
static void open_next(struct connection *c, uint64_t at) {
  c->fd = new_socket(SOCK_NONBLOCK);
  spread(c->fd);
  open_count++;
  begin(c);
  c->seed++;
  c->starts[0] = at;
  c->state = CONNECTING;
  if (connect(c->fd, (struct sockaddr *)&server, server_length) < 0 && errno != EINPROGRESS) {
    broken(c, "connect", errno);
    return;
  }
  interest(c, EPOLL_CTL_ADD, true);
}

/* Opens a connection, and waits for the server to be there. */
static int open_waiting(uint64_t deadline) {
  for (;;) {
    int fd = new_socket(0);
    if (connect(fd, (struct sockaddr *)&server, server_length) == 0) return fd;
    int error = errno;
    close(fd);
    if (now() > deadline || (error != ECONNREFUSED && error != ETIMEDOUT)) {
      errno = error;
      fail("connect");
    }
    nanosleep(&(struct timespec){.tv_nsec = 50 * 1000 * 1000}, NULL);
  }
}

/* Waits until the server has accepted the connection, too. One that accepts few at a time would
   otherwise leave the last ones waiting while it already serves the first. */
static void greet(int fd) {
  struct timeval limit = {.tv_sec = START_SECONDS};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  unsigned char byte = '.';
  if (send(fd, &byte, 1, MSG_NOSIGNAL) != 1 || recv(fd, &byte, 1, 0) != 1 || byte != '.') {
    fail("the first byte was not echoed");
  }
}

static void open_all(void) {
  uint64_t deadline = now() + START_SECONDS * SECOND;
  connections = allocate(connection_count, sizeof *connections);
  if (connect_mode) close(open_waiting(deadline));
  for (unsigned i = 0; i < connection_count; i++) {
    struct connection *c = &connections[i];
    c->seed = i * 7;
    c->starts = allocate(pipeline, sizeof *c->starts);
    if (connect_mode) continue;
    c->fd = open_waiting(deadline);
    greet(c->fd);
    if (fcntl(c->fd, F_SETFL, fcntl(c->fd, F_GETFL) | O_NONBLOCK) < 0) fail("fcntl");
    c->state = OPEN;
    open_count++;
    begin(c);
    interest(c, EPOLL_CTL_ADD, false);
  }
}

/* ----- the loop */

/* Compares what has come with what was sent. False if the connection is broken. */
static bool received(struct connection *c, const unsigned char *bytes, size_t count, uint64_t at) {
  while (count > 0) {
    size_t part = message_bytes - c->received_bytes;
    if (part > count) part = count;
    bool sent = c->received < c->sent
        || (c->received == c->sent && c->received_bytes + part <= c->sent_bytes);
    if (!sent || memcmp(bytes, message(c, c->received) + c->received_bytes, part) != 0) {
      broken(c, sent ? "wrong bytes" : "more bytes than were sent", 0);
      return false;
    }
    bytes += part;
    count -= part;
    c->received_bytes += part;
    if (c->received_bytes == message_bytes) {
      c->received_bytes = 0;
      if (!connect_mode) {
        record(at - c->starts[c->received % pipeline]);
        c->allowed++;
      }
      c->received++;
    }
  }
  return true;
}

static void on_readable(struct connection *c) {
  ssize_t count = recv(c->fd, read_buffer, READ_SIZE, 0);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  uint64_t at = now();
  if (count < 0) {
    broken(c, "recv", errno);
  } else if (count == 0 && c->state == ENDING) {
    record(at - c->starts[0]);
    shut(c);
  } else if (count == 0) {
    broken(c, "closed by the server", 0);
  } else if (received(c, read_buffer, (size_t)count, at)) {
    if (!connect_mode) {
      send_allowed(c, at);
    } else if (c->received == 1 && c->state == OPEN) {
      shutdown(c->fd, SHUT_WR);
      c->state = ENDING;
    }
  }
}

static void on_event(struct connection *c, uint32_t events) {
  if (c->state == CONNECTING) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0) {
      broken(c, "connect", error);
      return;
    }
    c->state = OPEN;
    send_allowed(c, 0);
  } else if (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) {
    on_readable(c);
  } else if (events & EPOLLOUT) {
    send_allowed(c, now());
  }
}

static void run_until(uint64_t end) {
  struct epoll_event events[MAX_EVENTS];
  for (uint64_t time = now(); time < end; time = now()) {
    if (connect_mode) {
      for (unsigned i = 0; i < connection_count; i++) {
        if (connections[i].state == CLOSED) open_next(&connections[i], time);
      }
    }
    if (open_count == 0 && !connect_mode) return;
    int wait_millis = (int)((end - time) / 1000000) + 1;
    int count = epoll_wait(poller, events, MAX_EVENTS, wait_millis);
    if (count < 0 && errno != EINTR) fail("epoll_wait");
    for (int i = 0; i < count; i++) on_event(events[i].data.ptr, events[i].events);
  }
}

/* ----- main */

static double number(const char *argument, const char *name, double least, double most) {
  char *end;
  double value = strtod(argument, &end);
  if (*argument == '\0' || *end != '\0' || !(value >= least) || value > most) {
    fprintf(stderr, "load: %s is a number from %.0f to %.0f, not %s\n", name, least, most,
            argument);
    exit(2);
  }
  return value;
}

static void resolve(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *found;
  int error = getaddrinfo(host, port, &hints, &found);
  if (error != 0) {
    fprintf(stderr, "load: %s:%s: %s\n", host, port, gai_strerror(error));
    exit(2);
  }
  memcpy(&server, found->ai_addr, found->ai_addrlen);
  server_length = found->ai_addrlen;
  freeaddrinfo(found);
}

int main(int argc, char **argv) {
  connect_mode = argc > 1 && strcmp(argv[1], "connect") == 0;
  bool echo_mode = argc > 1 && strcmp(argv[1], "echo") == 0;
  if (!(connect_mode || echo_mode) || argc < 9 || argc > (echo_mode ? 10 : 9)) {
    fprintf(stderr, "usage: load echo|connect PID HOST PORT CONNECTIONS MESSAGE_BYTES"
                    " WARMUP_SECONDS MEASURED_SECONDS [PIPELINE]\n");
    return 2;
  }
  clockid_t of_server;
  errno = clock_getcpuclockid((pid_t)number(argv[2], "PID", 1, 1 << 30), &of_server);
  if (errno != 0) fail("the server's processor time");
  resolve(argv[3], argv[4]);
  connection_count = (unsigned)number(argv[5], "CONNECTIONS", 1, 1000000);
  message_bytes = (size_t)number(argv[6], "MESSAGE_BYTES", 1, 1 << 30);
  double warmup = number(argv[7], "WARMUP_SECONDS", 0, 86400);
  double seconds = number(argv[8], "MEASURED_SECONDS", 0.001, 86400);
  if (argc == 10) pipeline = (unsigned)number(argv[9], "PIPELINE", 1, 100000);

  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  signal(SIGPIPE, SIG_IGN);
  make_text();
  read_buffer = allocate(READ_SIZE, 1);
  poller = epoll_create1(EPOLL_CLOEXEC);
  if (poller < 0) fail("epoll_create1");

  open_all();
  uint64_t start = now();
  for (unsigned i = 0; i < connection_count && !connect_mode; i++) {
    send_allowed(&connections[i], now());
  }
  run_until(start + (uint64_t)(warmup * (double)SECOND));

  start = now();
  uint64_t own = cpu_time(CLOCK_PROCESS_CPUTIME_ID), its = cpu_time(of_server);
  measured.on = true;
  run_until(start + (uint64_t)(seconds * (double)SECOND));
  its = cpu_time(of_server) - its;
  own = cpu_time(CLOCK_PROCESS_CPUTIME_ID) - own;
  double elapsed = (double)(now() - start);

  if (measured.errors == 0 && measured.done == 0) {
    fprintf(stderr, "load: nothing was done\n");
    measured.errors++;
  }
  if (measured.errors > 0) {
    fprintf(stderr, "load: errors: %llu\n", (unsigned long long)measured.errors);
    return 1;
  }
  double done = (double)measured.done;
  printf("rate=%.1f cpu=%.3f load=%.1f p50=%.1f p99=%.1f max=%.1f\n",
         done / elapsed * (double)SECOND, (double)its / 1000 / done,
         (double)own / elapsed * 100, percentile_micros(0.5), percentile_micros(0.99),
         (double)measured.max / 1000);
  return 0;
}
