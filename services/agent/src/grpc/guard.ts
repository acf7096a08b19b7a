import {
  ResponderBuilder,
  ServerInterceptingCall,
  type ServerInterceptor,
  ServerListenerBuilder,
  status,
} from '@grpc/grpc-js';
import { Refusal } from '../common/refusal';
import { bearerCheck } from '../http/authorize';
import type { Gate } from '../http/gate';
import type { Metrics } from '../metrics';
import { statusOf } from './status';

export interface GuardOptions {
  readonly token: string | undefined;
  readonly gate: Gate;
  readonly metrics: Metrics;
}

const method = (name: string): string => `/inference.GRPCInferenceService/${name}`;
const open = new Set([method('ServerLive'), method('ServerReady')]);
const gated = new Set([method('ModelInfer'), method('RepositoryModelLoad'), method('RepositoryModelUnload')]);

/** The rules of HTTP: everything but health demands the token, and what is refused is not even read. */
export function guard({ token, gate, metrics }: GuardOptions): ServerInterceptor {
  const allowed = token === undefined ? () => true : bearerCheck(token);
  return ({ path }, call) => {
    let leave = (): void => undefined;
    const listener = new ServerListenerBuilder()
      .withOnReceiveMetadata((metadata, next) => {
        try {
          const [authorization] = metadata.get('authorization');
          if (!open.has(path) && !allowed(authorization?.toString()))
            throw new Refusal(
              'unauthenticated',
              'A bearer token is needed: authorization: Bearer <AGENT_TOKEN>.',
            );
          if (gated.has(path)) leave = gate.admit();
        } catch (error) {
          guarded.sendStatus(statusOf(error));
          return;
        }
        next(metadata);
      })
      .withOnCancel(() => leave())
      .build();
    const responder = new ResponderBuilder()
      .withStart((next) => next(listener))
      .withSendStatus((sent, next) => {
        leave();
        if (sent.code !== status.OK) metrics.grpcRefusals.inc({ code: status[sent.code] });
        next(sent);
      })
      .build();
    const guarded = new ServerInterceptingCall(call, responder);
    return guarded;
  };
}
