import type { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { descriptors } from '@tutti/contracts/gen/descriptors';

/** Server reflection: the interface as `proto/` has it, of the services that are served. */
export const addReflection = (server: Server, services: readonly string[]): void => {
  // All that the service reads of a package definition.
  const definition = {
    files: { fileDescriptorProtos: descriptors.map((file) => Buffer.from(file, 'base64')) },
  };
  new ReflectionService(definition as unknown as ConstructorParameters<typeof ReflectionService>[0], {
    services: [...services],
  }).addToServer(server);
};
