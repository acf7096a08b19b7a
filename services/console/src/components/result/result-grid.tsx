import type { Inference } from '@tutti/contracts/devices';
import { useState } from 'react';
import { ResultCard } from './result-card';
import { lazily } from '../lazily';

const ResultDetail = lazily(async () => (await import('./result-detail')).ResultDetail);

interface Props {
  readonly results: readonly Inference[];
  readonly label: string;
  /** Names of devices by id, where several stand together. */
  readonly deviceNames?: ReadonlyMap<string, string>;
}

/** Results as pictures; a click looks closer. */
export const ResultGrid = ({ results, label, deviceNames }: Props) => {
  const [open, setOpen] = useState<Inference>();
  return (
    <>
      <ul className="results" aria-label={label}>
        {results.map((result) => (
          <li key={result.id}>
            <ResultCard
              result={result}
              onOpen={() => setOpen(result)}
              {...(deviceNames ? { deviceName: deviceNames.get(result.deviceId) ?? result.deviceId } : {})}
            />
          </li>
        ))}
      </ul>
      {open && <ResultDetail result={open} onClose={() => setOpen(undefined)} />}
    </>
  );
};
