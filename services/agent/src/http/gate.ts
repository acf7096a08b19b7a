import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpError } from './http-error';

/** Lets so many requests in at a time; a picture takes memory from its first byte to its answer. */
export class Gate {
  private inside = 0;

  constructor(private readonly capacity: number) {}

  /** An `onRequest` hook, so that a body is not even read when there is no room. */
  readonly enter = async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (this.inside >= this.capacity) {
      reply.header('retry-after', '1');
      throw new HttpError(429, `${this.capacity} pictures are being judged already. Try again in a second.`);
    }
    this.inside++;
    reply.raw.once('close', () => this.inside--);
  };
}
