// What a benchmark's work is on our side, once it is prepared.

export interface PreparedWork {
  /** One round; gives the number to compare with PyTorch's, if there is one. */
  run(): Promise<number | null>;
  close(): Promise<void>;
}
