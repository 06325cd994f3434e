/** Counts what pages hold of a device: what has been made and not given back, and memories of WebAssembly ever made. */
const live = { buffers: 0, textures: 0, programs: 0, framebuffers: 0, memories: 0 };

/** @param {any} prototype */
function count(
  prototype,
  /** @type {string} */ make,
  /** @type {string} */ free,
  /** @type {keyof typeof live} */ kind,
) {
  const held = new WeakSet();
  const { [make]: create, [free]: give } = prototype;
  prototype[make] = function (/** @type {unknown[]} */ ...args) {
    const made = create.apply(this, args);
    live[kind]++;
    held.add(made);
    return made;
  };
  prototype[free] = function (/** @type {object} */ given) {
    if (given && held.delete(given)) live[kind]--;
    return give.call(this, given);
  };
}

/** From now on; call it before a library keeps what is counted. */
export function startCounting() {
  const gl = WebGL2RenderingContext.prototype;
  count(gl, 'createTexture', 'deleteTexture', 'textures');
  count(gl, 'createBuffer', 'deleteBuffer', 'buffers');
  count(gl, 'createProgram', 'deleteProgram', 'programs');
  count(gl, 'createFramebuffer', 'deleteFramebuffer', 'framebuffers');
  if ('GPUDevice' in globalThis) {
    const held = new WeakSet();
    const { createBuffer } = GPUDevice.prototype;
    const { destroy } = GPUBuffer.prototype;
    GPUDevice.prototype.createBuffer = function (descriptor) {
      const made = createBuffer.call(this, descriptor);
      live.buffers++;
      held.add(made);
      return made;
    };
    GPUBuffer.prototype.destroy = function () {
      if (held.delete(this)) live.buffers--;
      return destroy.call(this);
    };
  }
  const { Memory } = WebAssembly;
  WebAssembly.Memory = class extends Memory {
    constructor(/** @type {WebAssembly.MemoryDescriptor} */ descriptor) {
      super(descriptor);
      live.memories++;
    }
  };
}

export const counts = () => ({ ...live });
