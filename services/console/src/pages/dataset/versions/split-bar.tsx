import type { Split } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import '../../../components/chart/bar-list.css';
import './split-bar.css';
import { splitTones, splits } from './splits';

interface Props {
  readonly parts: Readonly<Partial<Record<Split, number>>>;
  /** How a part is written. */
  readonly format: (value: number) => string;
}

/** How pictures are shared out, as one bar and in words. */
export const SplitBar = ({ parts, format }: Props) => {
  const { t } = useTranslation();
  const of = (split: Split): number => parts[split] ?? 0;
  const total = Math.max(
    splits.reduce((sum, split) => sum + of(split), 0),
    Number.MIN_VALUE,
  );
  const said = splits.map((split) => `${t(`versions.split.${split}`)} ${format(of(split))}`);
  return (
    <div className="split-bar" role="img" aria-label={said.join(', ')} title={said.join(', ')}>
      <div className="bars-track" aria-hidden="true">
        {splits
          .filter((split) => of(split) > 0)
          .map((split) => (
            <span
              key={split}
              style={{
                width: `${(of(split) / total) * 100}%`,
                background: `var(--tutti-series-${splitTones[split]})`,
              }}
            />
          ))}
      </div>
      <div className="split-numbers num" aria-hidden="true">
        {splits.map((split) => format(of(split))).join(' · ')}
      </div>
    </div>
  );
};
