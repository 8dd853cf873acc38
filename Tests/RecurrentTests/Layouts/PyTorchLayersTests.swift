import Testing

@testable import Recurrent

@Suite struct PyTorchLayersTests {
  @Test("two layers come in, go out, and go through a file")
  func stacked() throws {
    var torch = TorchRandom(seed: 5)
    let arrays = torch.parameters(of: LSTMCell.self, input: 3, hidden: 4, layers: 2)
    let stack = try Stacked<RecurrentLayer<LSTMCell>>(pyTorch: arrays, layers: 2)
    let cells = try LSTMCell.pyTorchLayers(arrays, layers: 2)
    #expect(stack.layers.map(\.cell) == cells.map { $0[0] })
    let written = stack.pyTorchArrays(prefix: "encoder.")
    #expect(Set(written.keys) == Set(arrays.keys.map { "encoder." + $0 }))
    let archive = NumericArchive(written)
    #expect(archive["encoder.bias_hh_l1"]?.shape == [16])
    #expect(archive["encoder.weight_ih_l0"]?.shape == [16, 3])
    let read = try NumericArchive(safetensors: archive.safetensorsBytes()).matrices
    #expect(try Stacked(pyTorch: read, layers: 2, prefix: "encoder.") == stack)
  }

  @Test("two layers in two directions come in and go out")
  func bidirectional() throws {
    var torch = TorchRandom(seed: 6)
    let arrays = torch.parameters(
      of: GRUCell.self, input: 3, hidden: 2, layers: 2, bidirectional: true)
    let stack = try Stacked<Bidirectional<GRUCell>>(pyTorch: arrays, layers: 2)
    let cells = try GRUCell.pyTorchLayers(arrays, layers: 2, bidirectional: true)
    #expect(stack.layers.map { [$0.forwards, $0.backwards] } == cells)
    #expect(Set(stack.pyTorchArrays().keys) == Set(arrays.keys))
    #expect(
      try Stacked<Bidirectional<GRUCell>>(pyTorch: stack.pyTorchArrays(), layers: 2) == stack)
  }

  @Test("an array with three axes is no matrix, and its name is said")
  func axes() throws {
    let archive: NumericArchive = ["x": NumericArray(shape: [1, 1, 2], elements: [1, 2])]
    let error = #expect(throws: FileError.self) { try archive.matrices }
    #expect(
      error?.description
        == "array \"x\": a matrix has one axis or two; this array's shape is 1×1×2")
  }
}
