"""How a public function reaches the service: a call as a value, its rules, its wire form, its pages, its failures."""
