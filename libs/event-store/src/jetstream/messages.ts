import type { JsMsg, StoredMsg } from '@nats-io/jetstream';
import type { Msg, MsgHdrs } from '@nats-io/transport-node';
import { headerNames, type StoredMessage } from '../codec';

/** Each look at a header copies all their names: one each. An absent one is empty. */
const ids = (headers: MsgHdrs | undefined) => ({
  commitId: headers?.get(headerNames.commitId) || undefined,
  commandId: headers?.get(headerNames.commandId) || undefined,
});

export const fromDirect = (message: Msg): StoredMessage => ({
  position: Number(message.headers?.get('Nats-Sequence') ?? 0),
  subject: message.headers?.get('Nats-Subject') ?? '',
  ...ids(message.headers),
  payload: message.data,
});

export const fromStored = (message: StoredMsg): StoredMessage => ({
  position: message.seq,
  subject: message.subject,
  ...ids(message.header),
  payload: message.data,
});

export const fromConsumer = (message: JsMsg): StoredMessage => ({
  position: message.seq,
  subject: message.subject,
  ...ids(message.headers),
  payload: message.data,
});
