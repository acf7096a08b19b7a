import { Button, Collapse, Stack, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from './section';

interface PartProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A part of a section, under a heading of its own. */
export const Part = ({ title, children }: PartProps) => (
  <div>
    <Title order={3} fz="sm" fw={600} mb="xs">
      {title}
    </Title>
    {children}
  </div>
);

interface Props {
  readonly title: string;
  readonly aside: string;
  /** Open from the beginning. */
  readonly opened?: boolean;
  readonly children: ReactNode;
}

/** What most leave as it is: closed until somebody wants to see it. */
export const MoreSection = ({ title, aside, opened = false, children }: Props) => {
  const { t } = useTranslation();
  const [open, { toggle }] = useDisclosure(opened);
  const id = useId();
  return (
    <Section
      title={title}
      aside={aside}
      actions={
        <Button
          size="xs"
          variant="default"
          aria-expanded={open}
          aria-controls={id}
          rightSection={<IconChevronDown size={14} style={open ? { rotate: '180deg' } : undefined} />}
          onClick={toggle}
        >
          {t(open ? 'streams.create.hide' : 'streams.create.show')}
        </Button>
      }
    >
      <Collapse expanded={open} id={id}>
        {open && (
          <Stack gap="lg" pt="md">
            {children}
          </Stack>
        )}
      </Collapse>
    </Section>
  );
};
