import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { promisify } from 'node:util';
import { descriptors } from '@tutti/contracts/gen/descriptors';
import { addHealth, addReflection, type Readiness } from '@tutti/service-kit';
import { Replica } from './replica';

export interface OwnGrpc {
  readonly replica: Replica;
  close(): void;
}

/** Full names of all services of all contexts. */
const names = descriptors.flatMap((text) => {
  const file = fromBinary(FileDescriptorProtoSchema, Buffer.from(text, 'base64'));
  return file.service.map(({ name }) => `${file.package}.${name}`);
});

/** What the proxy answers by itself: health and reflection of all services together. */
export const startOwnGrpc = async (readiness: Readiness): Promise<OwnGrpc> => {
  const server = new Server();
  const stopping = new AbortController();
  addHealth(server, { readiness, services: names, stopping: stopping.signal });
  addReflection(server, names);
  const bind = promisify(server.bindAsync.bind(server));
  const port = await bind('127.0.0.1:0', ServerCredentials.createInsecure());
  const url = new URL(`http://127.0.0.1:${port}`);
  const replica = new Replica('proxy', url, url);
  return {
    replica,
    close: () => {
      stopping.abort();
      server.forceShutdown();
      replica.close();
    },
  };
};
