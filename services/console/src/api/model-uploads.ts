import { createStore } from '../lib/store';
import { useStore } from '../lib/use-store';
import { FileUpload } from './file-upload';
import { sessionState } from './session-state';

const place = { endpoint: '/api/v1/model-uploads', mediaType: 'application/octet-stream' } as const;

/** The one model that is on its way from this window. */
const current = createStore<FileUpload | undefined>(undefined);

window.addEventListener('beforeunload', (event) => {
  if (current.get()?.state.get().status === 'sending') event.preventDefault();
});

sessionState.subscribe(() => {
  if (sessionState.get() !== 'signed-out') return;
  current.get()?.pause();
  current.set(undefined);
});

export const uploadModel = (file: File): void => current.set(new FileUpload(file, place));

/** Once it is a model, or nobody wants it. */
export const forgetModelUpload = (): void => current.set(undefined);

export const useModelUpload = (): FileUpload | undefined => useStore(current);
