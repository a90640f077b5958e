/** An error of a socket, with what the system said about it. */

/** What sockets emit. `code` is the system's name of the error, `syscall` the call that failed. */
export type SocketError = Error & { readonly code?: string; readonly syscall?: string };
