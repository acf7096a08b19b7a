import { IconCheck, IconX } from '@tabler/icons-react';
import type { Inference } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';

/** Right or wrong, where the truth is known. */
export const TruthMark = ({ result }: { readonly result: Inference }) => {
  const { t } = useTranslation();
  const { correct, truth } = result;
  if (correct === null) return null;
  const text = t(correct ? 'edge.results.right' : 'edge.results.notRight', { truth: truth ?? '' });
  const Icon = correct ? IconCheck : IconX;
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      style={{ color: `var(--tutti-${correct ? 'good' : 'bad'})`, display: 'inline-flex' }}
    >
      <Icon size={16} stroke={2.5} aria-hidden="true" />
    </span>
  );
};
