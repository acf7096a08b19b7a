import type { Inference } from '@tutti/contracts/devices';
import { useState } from 'react';
import { ResultCard } from './result-card';
import { lazily } from '../lazily';

const ResultDetail = lazily(async () => (await import('./result-detail')).ResultDetail);

interface Props {
  readonly results: readonly Inference[];
  readonly label: string;
  /** Says which device it was, where results of several stand together. */
  readonly withDevice?: boolean;
}

/** Results as pictures; a click looks closer. */
export const ResultGrid = ({ results, label, withDevice = false }: Props) => {
  const [open, setOpen] = useState<Inference>();
  return (
    <>
      <ul className="results" aria-label={label}>
        {results.map((result) => (
          <li key={result.id}>
            <ResultCard result={result} withDevice={withDevice} onOpen={() => setOpen(result)} />
          </li>
        ))}
      </ul>
      {open && <ResultDetail result={open} onClose={() => setOpen(undefined)} />}
    </>
  );
};
