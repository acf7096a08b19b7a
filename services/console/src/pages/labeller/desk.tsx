import type { Item } from '@tutti/contracts/datasets';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lazily } from '../../components/lazily';
import { ActionBar } from './panels/action-bar';
import { OvertakenNotice } from './panels/overtaken-notice';
import { ItemHistory } from './panels/item-history';
import { ItemState } from './panels/item-state';
import { UnsavedTray } from './panels/unsaved-tray';
import type { Drawing } from './stage/gesture';
import { Stage } from './stage/stage';
import { useView, type ViewControl } from './stage/use-view';
import { ZoomTools, type Mode } from './stage/zoom-tools';
import { useDeskKeys } from './use-desk-keys';
import type { OnKey } from './use-keys';
import type { Saying } from './use-saying';

const HelpDialog = lazily(async () => (await import('./panels/help-dialog')).HelpDialog);
const ExcludeDialog = lazily(async () => (await import('./panels/exclude-dialog')).ExcludeDialog);

interface Props {
  readonly item: Item;
  readonly isShown: boolean;
  readonly saying: Saying;
  readonly onShown: (itemId: string) => void;
  readonly drawing: Drawing;
  /** Undefined where nothing is drawn. */
  readonly mode: Mode | undefined;
  readonly onMode: (mode: Mode) => void;
  readonly onKey: OnKey;
  readonly overlay: (control: ViewControl) => ReactNode;
  readonly side: ReactNode;
  readonly description: string;
}

const fromSide = ({ target, currentTarget, detail }: React.MouseEvent): boolean =>
  detail > 0 &&
  target instanceof Element &&
  currentTarget.contains(target) &&
  target.closest('button, summary') !== null;

/** The picture with its keys and tools, and beside it whatever a task puts there. */
export const Desk = ({ item, saying, drawing, mode, onMode, onKey, ...rest }: Props) => {
  const { t } = useTranslation();
  const [stage, setStage] = useState<HTMLDivElement | null>(null);
  const [open, setOpen] = useState<'help' | 'exclude'>();
  const control = useView(stage, item.id, item);
  const adopt = useCallback((element: HTMLDivElement | null) => {
    setStage(element);
    element?.focus({ preventScroll: true });
  }, []);
  const exclude = (): void => (saying.isExcluded ? saying.restore() : setOpen('exclude'));
  const isPanning = useDeskKeys({ control, saying, onKey, exclude, help: () => setOpen('help') });
  // Whoever clicks with a mouse goes on with keys that mean the picture, not the button.
  const backToStage = (event: React.MouseEvent): void => {
    if (fromSide(event)) stage?.focus({ preventScroll: true });
  };
  return (
    <div className="lb-desk" onClick={backToStage}>
      <div className="lb-middle">
        <Stage
          item={item}
          control={control}
          stage={stage}
          ref={adopt}
          drawing={drawing}
          withLines={mode === 'draw'}
          isPanning={isPanning}
          isShown={rest.isShown}
          onShown={rest.onShown}
          label={rest.description}
        >
          {rest.overlay(control)}
        </Stage>
        <ZoomTools control={control} mode={mode} onMode={onMode} />
        <OvertakenNotice item={item} />
        <UnsavedTray />
      </div>
      <aside className="lb-side" aria-label={t('labelling.title')}>
        <ItemState item={item} standing={saying.standing} />
        {rest.side}
        <ActionBar saying={saying} onExclude={exclude} onHelp={() => setOpen('help')} />
        <ItemHistory item={item} onRestore={saying.restate} />
      </aside>
      {open === 'help' && <HelpDialog onClose={() => setOpen(undefined)} />}
      {open === 'exclude' && (
        <ExcludeDialog
          onClose={() => setOpen(undefined)}
          onExclude={(reason) => {
            setOpen(undefined);
            saying.exclude(reason);
          }}
        />
      )}
    </div>
  );
};
