import { Anchor, Stack } from '@mantine/core';
import { IconArrowLeft, IconBook2 } from '@tabler/icons-react';
import type { Solution } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { newestOf, useSolutions } from '../../../api/solutions';
import { useStreams } from '../../../api/streams';
import { EmptyState } from '../../../components/empty-state';
import { Loaded } from '../../../components/loaded';
import { PageHeader } from '../../../components/page-header';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { usePhrase } from '../../../i18n/server-words';
import { quote } from '../../../lib/rsql';
import { useQueryState } from '../../../lib/use-query-state';
import { CreateForm } from './create-form';
import { SolutionChoice } from './solution-choice';
import { freeName, type Typed } from './stream-draft';

const nothing = { solution: '' };

interface NamedProps {
  readonly solution: Solution;
  readonly typed: Typed;
  readonly onType: (typed: Typed) => void;
}

/** Waits for the names that there are, to propose one that is free. */
const Named = ({ solution, ...form }: NamedProps) => {
  const phrase = usePhrase();
  const newest = newestOf(solution);
  const wanted = phrase(newest?.manifest.name ?? solution.key);
  const query = useStreams({ q: `name=like=${quote(`${wanted}*`)}` });
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={120} />}>
      {({ pages }) =>
        newest && (
          <CreateForm
            {...form}
            solution={solution}
            newest={newest}
            name={freeName(
              wanted,
              pages.flatMap(({ items }) => items.map(({ name }) => name)),
            )}
          />
        )
      }
    </Loaded>
  );
};

const Chosen = ({ solutions }: { readonly solutions: readonly Solution[] }) => {
  const { t } = useTranslation();
  const [{ solution: wanted }, change] = useQueryState(nothing);
  // Kept while solutions are compared; parameters and gate are each solution's own.
  const [typed, setTyped] = useState<Typed>({});
  const usable = solutions.filter(({ retired }) => !retired);
  const chosen = usable.find(({ key }) => key === wanted) ?? usable[0];
  if (!chosen) return <EmptyState icon={<IconBook2 size={24} />} title={t('streams.create.noSolution')} />;
  return (
    <Stack gap="md" maw={860}>
      <SolutionChoice solutions={usable} chosen={chosen.key} onChoose={(key) => change({ solution: key })} />
      <Named key={chosen.key} solution={chosen} typed={typed} onType={setTyped} />
    </Stack>
  );
};

/** Puts a solution to work: three choices, each made already for whoever only wants to try. */
export const CreateStreamPage = () => {
  const { t } = useTranslation();
  const query = useSolutions();
  return (
    <>
      <PageHeader
        title={t('streams.create.title')}
        above={
          <Anchor component={Link} to="/streams" size="sm" c="dimmed">
            <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} />{' '}
            {t('streams.back')}
          </Anchor>
        }
      />
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={120} />}>
        {(solutions) => <Chosen solutions={solutions} />}
      </Loaded>
    </>
  );
};
