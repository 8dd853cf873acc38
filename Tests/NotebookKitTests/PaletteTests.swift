// The colours of charts on both backgrounds: seen by everybody, told apart by readers who see few colours.

import Foundation
import Testing

@testable import NotebookKit

/// A colour as light of three kinds, each from 0 to 1.
private struct Light {
  var parts: [Double]

  init(_ hex: Substring) throws {
    let digits = try #require(Int(hex.dropFirst(), radix: 16))
    parts = [16, 8, 0].map { shift in
      let value = Double(digits >> shift & 255) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
  }

  init(_ matrix: [[Double]], _ light: Light) {
    parts = Self.product(matrix, light.parts).map { min(max($0, 0), 1) }
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).map(*).reduce(0, +) }
  }

  func contrast(with other: Light) -> Double {
    let shades = [self, other].map {
      0.05 + 0.2126 * $0.parts[0] + 0.7152 * $0.parts[1] + 0.0722 * $0.parts[2]
    }
    return max(shades[0], shades[1]) / min(shades[0], shades[1])
  }

  /// The distance as eyes see it, in Oklab.
  func distance(to other: Light) -> Double {
    let places = [self, other].map { light in
      Self.product(
        [
          [0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
          [0.0259040371, 0.7827717662, -0.8086757660],
        ],
        Self.product(
          [
            [0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
          ], light.parts
        ).map(cbrt))
    }
    return sqrt(zip(places[0], places[1]).map { ($0 - $1) * ($0 - $1) }.reduce(0, +))
  }
}

@Suite("Palette") struct PaletteTests {
  /// What readers without one kind of cone see, by Machado, Oliveira and Fernandes (2009).
  private static let views: [(name: String, matrix: [[Double]])] = [
    ("all cones", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "protanopia",
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
      ]
    ),
    (
      "deuteranopia",
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
      ]
    ),
    (
      "tritanopia",
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
      ]
    ),
  ]

  /// The values of colours in the light palette, then in the dark one.
  private func colours(_ name: String) throws -> [Light] {
    let style = String(decoding: NotebookKit.PackageResources.style_css, as: UTF8.self)
    let values = style.matches(
      of: try Regex("--\(name): (#[0-9a-f]{6});", as: (Substring, Substring).self))
    try #require(values.count == 2)
    return try values.map { try Light($0.1) }
  }

  @Test("each colour stands out from the page, and no two are alike to any reader")
  func series() throws {
    let paper = try colours("paper")
    let series = try (1...7).map { try colours("series-\($0)") }
    for theme in 0...1 {
      for (index, colour) in series.enumerated() {
        #expect(colour[theme].contrast(with: paper[theme]) >= 3, "\(index + 1)")
        for other in series[..<index] {
          for view in Self.views {
            let seen = [colour, other].map { Light(view.matrix, $0[theme]) }
            #expect(seen[0].distance(to: seen[1]) >= 0.08, "\(index + 1), \(view.name)")
          }
        }
      }
    }
  }

  @Test("the ends of heat maps are far from each other and from their middle")
  func heat() throws {
    let ends = try ["zero", "plus", "minus"].map { try colours("heat-\($0)") }
    for theme in 0...1 {
      for view in Self.views {
        let seen = ends.map { Light(view.matrix, $0[theme]) }
        #expect(seen[0].distance(to: seen[1]) >= 0.4, "\(view.name)")
        #expect(seen[0].distance(to: seen[2]) >= 0.4, "\(view.name)")
        #expect(seen[1].distance(to: seen[2]) >= 0.1, "\(view.name)")
      }
    }
  }
}
