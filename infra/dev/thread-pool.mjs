// Files are synced and pictures decoded in libuv's threads, four where nothing is said: then a few that wait for the disk
// keep the others from decoding. Read when the first thread is needed: import this before anything else.
process.env['UV_THREADPOOL_SIZE'] ??= '16';
