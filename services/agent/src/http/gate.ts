import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../common/refusal';

/** Lets so many requests in at a time; a picture takes memory from its first byte to its answer. */
export class Gate {
  private inside = 0;

  constructor(private readonly capacity: number) {}

  /** An `onRequest` hook, so that a body is not even read when there is no room. */
  readonly enter = async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.raw.once('close', this.admit());
  };

  /** Answers with what to call when the request is over; calling again does nothing. Throws a `Refusal` when there is no room. */
  admit(): () => void {
    if (this.inside >= this.capacity)
      throw new Refusal(
        'quota',
        `${this.capacity} requests are being answered already. Try again in a second.`,
      );
    this.inside++;
    let left = false;
    return () => {
      if (!left) this.inside--;
      left = true;
    };
  }
}
