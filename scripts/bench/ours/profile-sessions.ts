// Switches ONNX Runtime's profiler on for every session that the engine makes. The engine itself has no such switch: nobody but a
// benchmark wants one, so it is slipped in here.

import { InferenceSession } from 'onnxruntime-node';

/** From now on each session writes a profile to a file that begins with `prefix`; the function returned completes the files. */
export function profileSessions(prefix: string): () => void {
  const sessions: InferenceSession[] = [];
  const create = InferenceSession.create as (model: Uint8Array, options: object) => Promise<InferenceSession>;
  const profiled: typeof create = async (model, options) => {
    const session = await create.call(InferenceSession, model, {
      ...options,
      enableProfiling: true,
      profileFilePrefix: `${prefix}-${sessions.length}`,
    });
    sessions.push(session);
    return session;
  };
  Object.assign(InferenceSession, { create: profiled });
  return () => {
    for (const session of sessions) session.endProfiling();
  };
}
