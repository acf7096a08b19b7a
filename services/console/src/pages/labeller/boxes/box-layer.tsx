import type { ShownClass } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { handlePoint, handles, type Area, type Size } from '../geometry/area';
import { toScreen, type View } from '../geometry/view';
import type { BoxEditor } from './box-editor';
import type { Preview } from './use-box-drawing';

interface Shape extends Area {
  readonly id: number;
  readonly colour: string;
  readonly text: string;
  readonly look: 'box' | 'suggestion' | 'fresh';
  readonly isSelected: boolean;
}

const unknownColour = '#9aa2af';

interface Props {
  readonly editor: BoxEditor;
  readonly classes: readonly ShownClass[];
  readonly preview: Preview | undefined;
  readonly view: View;
  readonly screen: Size;
  readonly withHandles: boolean;
}

const useShapes = ({ editor, classes, preview }: Props): readonly Shape[] => {
  const { t } = useTranslation();
  const format = useFormat();
  const classOf = (key: string | undefined) => classes.find((one) => one.key === key);
  const { boxes, suggestions } = editor.history.present;
  const drawn = boxes.map((box): Shape => {
    const of = classOf(box.classKey);
    const name = of?.name ?? box.classKey;
    return {
      id: box.id,
      ...(preview?.id === box.id ? preview.area : { x: box.x, y: box.y, w: box.w, h: box.h }),
      colour: of?.colour ?? unknownColour,
      text: of?.retired === true ? t('labelling.boxes.retired', { name }) : name,
      look: 'box',
      isSelected: box.id === editor.selected,
    };
  });
  const proposed = suggestions.map(({ classKey, name, score, ...area }): Shape => {
    const of = classOf(classKey);
    return {
      ...area,
      colour: of?.colour ?? unknownColour,
      text: `${of?.name ?? name} ${format.percent(score)}`,
      look: 'suggestion',
      isSelected: area.id === editor.selected,
    };
  });
  const fresh = preview && preview.id === undefined ? preview.area : undefined;
  const of = classOf(editor.classKey);
  return [
    ...drawn,
    ...proposed,
    ...(fresh
      ? [
          {
            ...fresh,
            id: 0,
            colour: of?.colour ?? unknownColour,
            text: of?.name ?? '',
            look: 'fresh' as const,
            isSelected: false,
          },
        ]
      : []),
  ];
};

const handleSide = 9;

const Handles = ({ area, view }: { readonly area: Area; readonly view: View }) =>
  handles.map((handle) => {
    const { x, y } = toScreen(view, handlePoint(area, handle));
    return (
      <rect
        key={handle}
        className="lb-handle"
        x={x - handleSide / 2}
        y={y - handleSide / 2}
        width={handleSide}
        height={handleSide}
      />
    );
  });

const tagHeight = 18;

/** Above its box where there is room, else inside; never outside the stage. */
const Tag = ({
  shape,
  view,
  screen,
}: {
  readonly shape: Shape;
  readonly view: View;
  readonly screen: Size;
}) => {
  const { x, y } = toScreen(view, shape);
  const above = y >= tagHeight;
  const isOff = x > screen.width || y > screen.height || x + shape.w * view.scale < 0;
  if (isOff || y + shape.h * view.scale < 0) return null;
  return (
    <span
      className="lb-tag"
      data-look={shape.look}
      data-selected={shape.isSelected ? '' : undefined}
      style={{
        left: Math.min(Math.max(x, 0), Math.max(screen.width - 72, 0)),
        top: above ? y - tagHeight : Math.max(y, 0),
        borderColor: shape.colour,
      }}
    >
      {shape.text}
    </span>
  );
};

const selectedLast = (a: Shape, b: Shape): number => Number(a.isSelected) - Number(b.isSelected);

/** What is drawn on the picture, in pixels of the screen: lines and names keep their size at any zoom. */
export const BoxLayer = (props: Props) => {
  const { view, screen, withHandles } = props;
  const shapes = useShapes(props).toSorted(selectedLast);
  return (
    <div aria-hidden="true" className="lb-layer">
      <svg width={screen.width} height={screen.height}>
        {shapes.map((shape) => {
          const { x, y } = toScreen(view, shape);
          const place = { x, y, width: shape.w * view.scale, height: shape.h * view.scale };
          return (
            <g
              key={`${shape.look} ${shape.id}`}
              data-box={shape.id}
              data-look={shape.look}
              data-selected={shape.isSelected ? '' : undefined}
            >
              <rect {...place} className="lb-halo" />
              <rect {...place} className="lb-box" style={{ stroke: shape.colour, fill: shape.colour }} />
              {shape.isSelected && shape.look === 'box' && withHandles && (
                <Handles area={shape} view={view} />
              )}
            </g>
          );
        })}
      </svg>
      {shapes.map((shape) => (
        <Tag key={`${shape.look} ${shape.id}`} shape={shape} view={view} screen={screen} />
      ))}
    </div>
  );
};
