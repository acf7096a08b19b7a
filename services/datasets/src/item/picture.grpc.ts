import { PictureServiceService } from '@tutti/contracts/gen/tutti/datasets/v1/item';
import { chunksOf, grpcService, serverStream } from '@tutti/service-kit';
import { PictureController } from './picture.controller';
import * as routes from './picture.routes';

export const pictureGrpc = grpcService(PictureServiceService, (get) => {
  const pictures = get(PictureController);
  return {
    downloadPicture: serverStream(routes.picture, {
      request: (params) => ({ params }),
      handle: async (input) => chunksOf(await pictures.picture({ ...input, headers: {} })),
      reply: (chunk) => ({ chunk }),
    }),
    downloadThumbnail: serverStream(routes.thumbnail, {
      request: (params) => ({ params }),
      handle: async (input) => chunksOf(await pictures.thumbnail({ ...input, headers: {} })),
      reply: (chunk) => ({ chunk }),
    }),
  };
});
