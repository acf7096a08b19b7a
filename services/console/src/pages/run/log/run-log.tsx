import { Button, Group, Switch, Text } from '@mantine/core';
import type { LogLine, Run } from '@tutti/contracts/training';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasEnded, useRunLog } from '../../../api/runs';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { SearchBox } from '../../../components/search-box';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';
import { cutAt, matching } from './log-lines';
import './run-log.css';

/** So many are drawn at first: a browser is slow with ten thousand. */
const shownAtFirst = 500;

const Line = ({ line, search }: { readonly line: LogLine; readonly search: string }) => {
  const format = useFormat();
  const { at, text } = line;
  return (
    <div className="log-line">
      <time dateTime={at} title={format.exactTime(at)}>
        {format.clock(Date.parse(at))}
      </time>
      <span>
        {cutAt(text, search).map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part))}
      </span>
    </div>
  );
};

interface LinesProps {
  readonly lines: readonly LogLine[];
  readonly search: string;
  readonly follow: boolean;
  readonly onFollow: (follow: boolean) => void;
}

/** Nearer to the end than this is at the end. */
const nearPx = 24;

const Lines = ({ lines, search, follow, onFollow }: LinesProps) => {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [most, setMost] = useState(shownAtFirst);
  const shown = lines.slice(-most);
  const last = lines.at(-1)?.seq;
  useEffect(() => {
    const element = box.current;
    if (follow && element) element.scrollTop = element.scrollHeight;
  }, [follow, last]);
  const hidden = lines.length - shown.length;
  return (
    <div
      ref={box}
      className="log"
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={t('runs.log.title')}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
        onFollow(scrollHeight - scrollTop - clientHeight < nearPx)
      }
    >
      {hidden > 0 && (
        <Button size="compact-xs" variant="default" mb={6} onClick={() => setMost(most + shownAtFirst * 4)}>
          {t('runs.log.earlier', { count: Math.min(hidden, shownAtFirst * 4) })}
        </Button>
      )}
      {shown.map((line, index) => (
        <div key={line.seq}>
          {index > 0 && shown[index - 1]?.attempt !== line.attempt && (
            <div className="log-attempt">{t('runs.log.attempt', { number: line.attempt })}</div>
          )}
          <Line line={line} search={search} />
        </div>
      ))}
    </div>
  );
};

const Followed = ({ lines, run }: { readonly lines: readonly LogLine[]; readonly run: Run }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useState('');
  const [follow, setFollow] = useState(true);
  const found = matching(lines, search);
  if (lines.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t(hasEnded(run) ? 'runs.log.noneEnded' : 'runs.log.none')}
      </Text>
    );
  const count =
    search.trim() === ''
      ? t('runs.log.lines', { count: lines.length })
      : t('runs.log.matches', { found: format.number(found.length), count: lines.length });
  return (
    <>
      <Group mb="sm" gap="sm">
        <div style={{ flex: '1 1 220px' }}>
          <SearchBox label={t('runs.log.search')} value={search} onChange={setSearch} />
        </div>
        <Text size="xs" c="dimmed" className="num" role="status">
          {count}
        </Text>
        <Switch
          label={t('runs.log.follow')}
          checked={follow}
          onChange={(event) => setFollow(event.currentTarget.checked)}
        />
      </Group>
      {found.length === 0 ? (
        <Text size="sm">{t('runs.log.noMatch')}</Text>
      ) : (
        <Lines lines={found} search={search} follow={follow} onFollow={setFollow} />
      )}
    </>
  );
};

/** What the trainer says: the end is followed until somebody scrolls away from it. */
export const RunLog = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const query = useRunLog(run);
  return (
    <Section title={t('runs.log.title')}>
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={20} />}>
        {(lines) => <Followed lines={lines} run={run} />}
      </Loaded>
    </Section>
  );
};
