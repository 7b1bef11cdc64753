// Loaded before the tests of elements: they use a mouse where they used a finger.

process.env.BANCHAN_MOUSE = '1';
