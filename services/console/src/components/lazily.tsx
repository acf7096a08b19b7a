import { lazy, Suspense, type ComponentType } from 'react';

/** A component whose code is fetched when it is first shown: dialogs, which most visits never open. */
export const lazily = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> => {
  const Loaded = lazy(async () => ({ default: (await load()) as ComponentType<object> }));
  return (props) => (
    <Suspense fallback={null}>
      <Loaded {...props} />
    </Suspense>
  );
};
