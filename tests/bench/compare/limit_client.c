// What the machine can do: an echo client over epoll that does nothing but send, read and count lengths.
// limit_client PORT CONNECTIONS SIZE DEPTH: every connection keeps DEPTH messages of SIZE bytes in flight until killed.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const char REQUEST[] =
    "GET /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

struct connection {
  int fd;
  int open;
  size_t received;
};

static unsigned char *frame;
static size_t frame_size, echo_size, depth;

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void make_frame(size_t size) {
  size_t header = size < 126 ? 2 : size < 65536 ? 4 : 10;
  frame_size = header + 4 + size;
  echo_size = header + size;
  frame = malloc(frame_size * depth);
  memset(frame, 'a', frame_size);
  frame[0] = 0x81;
  frame[1] = 0x80 | (header == 2 ? size : header == 4 ? 126 : 127);
  for (size_t i = 2; i < header; i++) frame[i] = (unsigned char)(size >> (8 * (header - 1 - i)));
  memset(frame + header, 0, 4);  // A masking key of zeros hides nothing.
  for (size_t i = 1; i < depth; i++) memcpy(frame + i * frame_size, frame, frame_size);
}

static void write_all(int fd, const void *bytes, size_t size) {
  const char *next = bytes;
  while (size > 0) {
    ssize_t n = write(fd, next, size);
    if (n < 0) die("write");
    next += n;
    size -= (size_t)n;
  }
}

static int dial(uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  write_all(fd, REQUEST, sizeof REQUEST - 1);
  return fd;
}

static void readable(struct connection *c, unsigned char *buffer, size_t size) {
  ssize_t n = read(c->fd, buffer, size);
  if (n <= 0) die("read");
  if (!c->open) {
    // The server sends nothing of its own, so the first bytes are the response, whole.
    c->open = 1;
    write_all(c->fd, frame, frame_size * depth);
    return;
  }
  c->received += (size_t)n;
  size_t echoes = c->received / echo_size;
  c->received -= echoes * echo_size;
  if (echoes > 0) write_all(c->fd, frame, frame_size * echoes);
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  int connections = atoi(argv[2]);
  depth = (size_t)atoi(argv[4]);
  make_frame((size_t)atoi(argv[3]));
  int queue = epoll_create1(0);
  for (int i = 0; i < connections; i++) {
    struct connection *c = calloc(1, sizeof *c);
    c->fd = dial((uint16_t)atoi(argv[1]));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(queue, EPOLL_CTL_ADD, c->fd, &event) < 0) die("epoll_ctl");
  }
  static unsigned char buffer[1 << 20];
  static struct epoll_event events[512];
  for (;;) {
    int n = epoll_wait(queue, events, 512, -1);
    for (int i = 0; i < n; i++) readable(events[i].data.ptr, buffer, sizeof buffer);
  }
}
