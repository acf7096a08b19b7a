import { uploadRoutes } from '@tutti/service-kit';

export const uploadsPath = 'api/v1/uploads';

/** What the protocol bears; each upload is held to the configured limit where it begins. */
const maxBytes = 1024 ** 4;

export const uploads = uploadRoutes({ permission: 'datasets:manage', maxBytes });
