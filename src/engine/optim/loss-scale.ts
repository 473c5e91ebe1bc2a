// The factor on the loss that keeps small gradients inside the range of 16-bit floats. Fixed, or found by trying: torch.amp.GradScaler's
// rule and constants, because PopTorch's own (histograms of the gradients on the device) has no published constants to follow.

export interface LossScaling {
  /** optimum-graphcore's `loss_scaling`: the scale, or where an automatic one begins. */
  readonly scale: number | null;
  /** optimum-graphcore's `auto_loss_scaling`. */
  readonly automatic: boolean;
}

/** What a resumed run needs of it. */
export interface LossScaleState {
  readonly scale: number;
  /** Updates since the scale last changed. */
  readonly goodUpdates: number;
}

// torch.amp.GradScaler's defaults: init_scale, growth_factor, backoff_factor, growth_interval.
const firstScale = 65_536;
const growth = 2;
const backoff = 0.5;
/** Good updates after which the scale grows. */
export const growthInterval = 2000;

export class LossScale {
  readonly #automatic: boolean;
  #scale: number;
  #goodUpdates = 0;

  constructor({ scale, automatic }: LossScaling) {
    this.#automatic = automatic;
    this.#scale = scale ?? (automatic ? firstScale : 1);
  }

  /** What the loss is multiplied by, and gradients are divided by afterwards. */
  get scale(): number {
    return this.#scale;
  }

  get state(): LossScaleState {
    return { scale: this.#scale, goodUpdates: this.#goodUpdates };
  }

  restore({ scale, goodUpdates }: LossScaleState): void {
    this.#scale = scale;
    this.#goodUpdates = goodUpdates;
  }

  /**
   * Hears the norm of an update's gradients; true if the weights may be updated with them. A fixed scale always says so, as
   * transformers does; an automatic one skips what is not finite and halves itself, and doubles itself after many good updates.
   */
  accept(gradientNorm: number): boolean {
    if (!this.#automatic) return true;
    if (!Number.isFinite(gradientNorm)) {
      this.#scale *= backoff;
      this.#goodUpdates = 0;
      return false;
    }
    this.#goodUpdates += 1;
    if (this.#goodUpdates < growthInterval) return true;
    this.#scale *= growth;
    this.#goodUpdates = 0;
    return true;
  }
}
