(function () {
  "use strict";
  var DASH = [[], [], [8, 4], [2, 4], [10, 4, 2, 4], [5, 3], [1, 3]];
  var STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000];
  var dark = matchMedia("(prefers-color-scheme: dark)");
  var WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000, 500000, 1e6, 2e6, 5e6, 1e7];
  var charts = [];

  /* Of windows there are no halves. */
  function counts(values) {
    return values.every(function (v) {
      return v === null || (v >= 0 && v % 1 === 0);
    });
  }

  function css(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function faint(colour) {
    var n = parseInt(colour.slice(1), 16);
    return "rgba(" + (n >> 16) + "," + ((n >> 8) & 255) + "," + (n & 255) + ",0.22)";
  }

  function two(n) {
    return (n < 10 ? "0" : "") + n;
  }

  function when(seconds, span) {
    var d = new Date(seconds * 1000);
    var day = two(d.getUTCMonth() + 1) + "-" + two(d.getUTCDate());
    var clock = two(d.getUTCHours()) + ":" + two(d.getUTCMinutes());
    if (span > 172800) return day;
    return span > 300 ? clock : clock + ":" + two(d.getUTCSeconds());
  }

  /* On an axis of logarithms. */
  function power(v) {
    if (v >= 1e9) return number(v / 1e9) + "G";
    if (v >= 1e6) return number(v / 1e6) + "M";
    return v >= 1e4 ? number(v / 1e3) + "k" : number(v);
  }

  function number(v) {
    var a = Math.abs(v);
    return a !== 0 && (a >= 1e5 || a < 1e-3) ? v.toExponential(1) : String(+v.toPrecision(4));
  }

  function read(figure, spec) {
    var columns = [[]];
    figure.querySelectorAll("thead th").forEach(function (th, i) {
      columns[i] = [];
    });
    figure.querySelectorAll("tbody tr").forEach(function (row) {
      Array.prototype.forEach.call(row.cells, function (cell, i) {
        var text = cell.dataset.x || cell.textContent;
        var none = text === "" || (log(spec, i ? "y" : "x") && !(Number(text) > 0));
        columns[i].push(none ? null : Number(text));
      });
    });
    return columns;
  }

  function log(spec, axis) {
    return spec.axes === "LOGS" || spec.axes === "LOG_" + axis.toUpperCase();
  }

  /* Of an axis of logarithms: powers of ten, of a short one 2 and 5 of each, too; of a long one not all. */
  function powers(low, high) {
    var decades = Math.log10(high / low);
    var every = Math.max(1, Math.ceil(decades / 8));
    var splits = [];
    for (var e = Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
      (decades < 2.5 ? [1, 2, 5] : [1]).forEach(function (k) {
        var v = k * Math.pow(10, e);
        if (e % every === 0 && v >= low && v <= high) splits.push(v);
      });
    }
    return splits;
  }

  function splits(spec, axis) {
    return log(spec, axis) ? {
      splits: function (u, i, low, high) {
        return powers(low, high);
      },
      filter: function (u, all) {
        return all;
      }
    } : {};
  }

  /* In order to be seen, marks are in the range of their axis. */
  function range(spec, axis, values) {
    var low = Infinity;
    var high = -Infinity;
    values.forEach(function (v) {
      if (v !== null) {
        low = Math.min(low, v);
        high = Math.max(high, v);
      }
    });
    spec.marks.forEach(function (m) {
      if (m.axis === axis) {
        low = Math.min(low, m.from);
        high = Math.max(high, m.to);
      }
    });
    if (log(spec, axis)) return [low / 1.3, high * 1.3];
    if (low === high) {
      low -= 1;
      high += 1;
    }
    var room = (high - low) * (axis === "x" ? 0.02 : 0.08);
    return [axis === "y" && low >= 0 && low < high / 2 ? 0 : low - room, high + room];
  }

  function bands(u, spec) {
    spec.marks.forEach(function (m) {
      if (m.axis === "x" && m.to > m.from) {
        var a = u.valToPos(m.from, "x", true);
        var b = u.valToPos(m.to, "x", true);
        u.ctx.fillStyle = css("--band");
        u.ctx.fillRect(a, u.bbox.top, Math.max(2, b - a), u.bbox.height);
      }
    });
  }

  function lines(u, spec) {
    var ctx = u.ctx;
    var px = window.devicePixelRatio || 1;
    var ends = [];
    ctx.save();
    ctx.font = 11 * px + "px system-ui, sans-serif";
    ctx.textBaseline = "top";
    spec.marks.forEach(function (m) {
      var colour = css("--c" + m.tone);
      ctx.strokeStyle = colour;
      ctx.fillStyle = colour;
      ctx.lineWidth = 1.5 * px;
      ctx.setLineDash(m.axis === "y" ? [6 * px, 4 * px] : [2 * px, 3 * px]);
      ctx.beginPath();
      var width = ctx.measureText(m.label).width;
      if (m.axis === "y") {
        var y = u.valToPos(m.from, "y", true);
        ctx.moveTo(u.bbox.left, y);
        ctx.lineTo(u.bbox.left + u.bbox.width, y);
        ctx.stroke();
        var place = u.bbox.left + u.bbox.width - width - 4 * px;
        ctx.fillStyle = css("--card");
        ctx.globalAlpha = 0.85;
        ctx.fillRect(place - 3 * px, y - 16 * px, width + 6 * px, 14 * px);
        ctx.globalAlpha = 1;
        ctx.fillStyle = colour;
        ctx.fillText(m.label, place, y - 14 * px);
      } else {
        var x = u.valToPos(m.from, "x", true);
        if (m.to === m.from) {
          ctx.moveTo(x, u.bbox.top);
          ctx.lineTo(x, u.bbox.top + u.bbox.height);
          ctx.stroke();
        }
        var left = x + 4 * px + width > u.bbox.left + u.bbox.width ? x - width - 4 * px : x + 4 * px;
        var row = 0;
        while (ends[row] !== undefined && ends[row].some(function (e) {
          return left < e[1] && left + width > e[0];
        })) {
          row++;
        }
        (ends[row] = ends[row] || []).push([left - 4 * px, left + width + 4 * px]);
        ctx.fillText(m.label, left, u.bbox.top - (16 * (row + 1) - 2) * px);
      }
    });
    ctx.restore();
  }

  function options(chart, width) {
    var spec = chart.spec;
    var soft = css("--soft");
    var all = [];
    chart.data.slice(1).forEach(function (c) {
      all = all.concat(c);
    });
    var x = range(spec, "x", chart.data[0]);
    var rows = Math.min(4, spec.marks.filter(function (m) {
      return m.axis === "x";
    }).length);
    var axis = {
      stroke: soft,
      font: "12px system-ui, sans-serif",
      labelFont: "12px system-ui, sans-serif",
      labelSize: 18,
      grid: { stroke: css("--grid"), width: 1 },
      ticks: { stroke: css("--grid"), width: 1, size: 4 }
    };
    var times = spec.axes === "TIMES";
    var upright = times ? { incrs: STEPS } : {};
    return {
      width: width,
      height: Math.round(Math.max(190, Math.min(300, width * 0.42))) + 16 * rows,
      padding: [8 + 16 * rows, times ? 28 : 12, 0, 0],
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { size: 8 } },
      scales: {
        x: { time: false, distr: log(spec, "x") ? 3 : 1, range: x },
        y: { distr: log(spec, "y") ? 3 : 1, range: range(spec, "y", all) }
      },
      axes: [
        Object.assign(upright, axis, splits(spec, "x"), {
          label: spec.x,
          size: 26,
          space: 70,
          values: function (u, splits) {
            return splits.map(function (v) {
              return times ? when(v, x[1] - x[0]) : log(spec, "x") ? power(v) : number(v);
            });
          }
        }),
        Object.assign(counts(all) && !log(spec, "y") ? { incrs: WHOLE } : {}, axis, splits(spec, "y"), {
          label: spec.y,
          size: 48,
          values: function (u, splits) {
            return splits.map(log(spec, "y") ? power : number);
          }
        })
      ],
      series: [{}].concat(spec.series.map(function (s) {
        var colour = css("--c" + s.tone);
        var dots = s.style === "DOTS" || s.style === "RINGS";
        return {
          label: s.name,
          stroke: colour,
          width: dots ? 1.2 : 2,
          dash: dots ? [] : DASH[s.tone],
          fill: s.style === "STEPS" ? faint(colour) : undefined,
          spanGaps: true,
          paths: dots ? function () {
            return null;
          } : s.style === "STEPS" ? uPlot.paths.stepped({ align: 1 }) : undefined,
          points: {
            show: s.style !== "STEPS",
            size: dots ? 6 : 5,
            fill: s.style === "RINGS" ? css("--card") : colour
          }
        };
      })),
      hooks: {
        drawClear: [function (u) {
          bands(u, spec);
        }],
        draw: [function (u) {
          lines(u, spec);
        }],
        setCursor: [function (u) {
          say(chart, u.cursor.idx);
        }]
      }
    };
  }

  function say(chart, i) {
    if (i === null || i === undefined) {
      chart.readout.textContent = "";
      return;
    }
    var x = chart.data[0][i];
    var words = chart.spec.axes === "TIMES" ? when(x, 0) : number(x);
    chart.spec.series.forEach(function (s, k) {
      var v = chart.data[k + 1][i];
      if (v !== null) words += "  \u00b7  " + s.name + " " + number(v);
    });
    chart.readout.textContent = words;
  }

  function draw(chart) {
    var width = chart.place.clientWidth;
    if (!width) return;
    if (chart.plot) chart.plot.destroy();
    chart.width = width;
    chart.plot = new uPlot(options(chart, width), chart.data, chart.place);
    chart.figure.classList.add("drawn");
  }

  function keys(chart, event) {
    var n = chart.data[0].length;
    var i = chart.plot ? chart.plot.cursor.idx : null;
    var to = { ArrowLeft: (i === null ? n : i) - 1, ArrowRight: (i === null ? -1 : i) + 1, Home: 0, End: n - 1 }[event.key];
    if (to === undefined || !chart.plot) return;
    to = Math.max(0, Math.min(n - 1, to));
    chart.plot.setCursor({ left: chart.plot.valToPos(chart.data[0][to], "x"), top: 10 });
    event.preventDefault();
  }

  function all() {
    charts.forEach(draw);
  }

  document.querySelectorAll("figure.chart").forEach(function (figure) {
    var spec = JSON.parse(figure.dataset.chart);
    var chart = {
      figure: figure,
      spec: spec,
      data: read(figure, spec),
      place: figure.querySelector(".plot"),
      readout: figure.querySelector(".readout")
    };
    charts.push(chart);
    chart.place.addEventListener("keydown", function (event) {
      keys(chart, event);
    });
    new ResizeObserver(function () {
      if (chart.place.clientWidth !== chart.width) draw(chart);
    }).observe(chart.place);
  });
  all();
  dark.addEventListener("change", all);
  matchMedia("print").addEventListener("change", all);
  window.addEventListener("beforeprint", all);
  window.addEventListener("afterprint", all);
})();
