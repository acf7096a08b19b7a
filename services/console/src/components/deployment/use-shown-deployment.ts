import { useSearchParams } from 'react-router';

/** The deployment that is shown beside the page, kept in its address: a reload or a link shows it again. */
export const useShownDeployment = (): readonly [string | undefined, (id: string | undefined) => void] => {
  const [params, setParams] = useSearchParams();
  const show = (id: string | undefined): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        if (id === undefined) after.delete('deployment');
        else after.set('deployment', id);
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  return [params.get('deployment') ?? undefined, show];
};
