/** What a page finds of its machine. */
import type { Device } from './peer.ts';

export interface Renderer {
  readonly name: string;
  /** Computed by the processor: no GPU. */
  readonly isSoftware: boolean;
}

/** Absent is what the page has not. */
export interface Machine {
  readonly userAgent: string;
  readonly cores: number;
  /** With shared memory, and so threads, and a finer clock. */
  readonly isIsolated: boolean;
  readonly webgl?: Renderer;
  readonly webgpu?: Renderer;
}

/** Why a device cannot be had, where it cannot. */
export function missing(machine: Machine, device: Device): string | undefined {
  if (device === 'processor' || machine[device]) return undefined;
  return { webgl: 'this browser has no WebGL2 here', webgpu: 'this browser has no WebGPU adapter here' }[device];
}

export function isSoftware(name: string): boolean {
  return /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i.test(name);
}

/** In a page. */
export async function lookAround(): Promise<Machine> {
  const [webgl, webgpu] = [findWebGl(), await findWebGpu()];
  return {
    userAgent: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    isIsolated: globalThis.crossOriginIsolated,
    ...(webgl && { webgl }),
    ...(webgpu && { webgpu }),
  };
}

function findWebGl(): Renderer | undefined {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (!gl) return undefined;
  const named = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { name, isSoftware: isSoftware(name) };
}

async function findWebGpu(): Promise<Renderer | undefined> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  if (!adapter) return undefined;
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, description].filter(Boolean).join(' ') || 'an adapter without a name';
  return { name, isSoftware: isFallbackAdapter === true || isSoftware(name) };
}
