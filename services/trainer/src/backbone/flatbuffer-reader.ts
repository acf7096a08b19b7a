/** Reads tables of a FlatBuffer by field number (https://flatbuffers.dev/internals). All numbers are little-endian. */
export class FlatTable {
  private constructor(
    private readonly view: DataView,
    private readonly at: number,
  ) {}

  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  int8(field: number, otherwise = 0): number {
    const at = this.position(field);
    return at === 0 ? otherwise : this.view.getInt8(at);
  }

  int32(field: number, otherwise = 0): number {
    const at = this.position(field);
    return at === 0 ? otherwise : this.view.getInt32(at, true);
  }

  text(field: number): string {
    return new TextDecoder().decode(this.bytes(field));
  }

  bytes(field: number): Uint8Array {
    const { start, length } = this.vector(field);
    return new Uint8Array(this.view.buffer, this.view.byteOffset + start, length);
  }

  int32s(field: number): readonly number[] {
    const { start, length } = this.vector(field);
    return Array.from({ length }, (_, index) => this.view.getInt32(start + 4 * index, true));
  }

  table(field: number): FlatTable | undefined {
    const at = this.position(field);
    return at === 0 ? undefined : this.follow(at);
  }

  tables(field: number): readonly FlatTable[] {
    const { start, length } = this.vector(field);
    return Array.from({ length }, (_, index) => this.follow(start + 4 * index));
  }

  private follow(at: number): FlatTable {
    return new FlatTable(this.view, at + this.view.getUint32(at, true));
  }

  private vector(field: number): { start: number; length: number } {
    const at = this.position(field);
    if (at === 0) return { start: 0, length: 0 };
    const start = at + this.view.getUint32(at, true);
    return { start: start + 4, length: this.view.getUint32(start, true) };
  }

  /** Where a field's value stands; 0 when it is absent. The table begins with the way back to its vtable. */
  private position(field: number): number {
    const vtable = this.at - this.view.getInt32(this.at, true);
    const slot = 4 + 2 * field;
    if (slot >= this.view.getUint16(vtable, true)) return 0;
    const offset = this.view.getUint16(vtable + slot, true);
    return offset === 0 ? 0 : this.at + offset;
  }
}
